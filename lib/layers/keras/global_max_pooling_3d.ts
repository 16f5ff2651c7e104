/**
 * Keras's GlobalMaxPooling3D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import {
  GlobalPooling3D,
  type GlobalPooling3DArgs,
} from "./global_pooling_3d.ts";

/** Keeps the largest value of depth, height and width. */
export class GlobalMaxPooling3D extends GlobalPooling3D {
  static className: string = className("GlobalMaxPooling3D");

  constructor(args: GlobalPooling3DArgs) {
    super("GlobalMaxPooling3D", args);
  }

  protected override reduce(x: tf.Tensor, axes: number[]): tf.Tensor {
    return x.max(axes, this.keepdims);
  }
}
registerLayer(GlobalMaxPooling3D);
