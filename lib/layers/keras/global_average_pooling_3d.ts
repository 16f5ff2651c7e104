/**
 * Keras's GlobalAveragePooling3D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import {
  GlobalPooling3D,
  type GlobalPooling3DArgs,
} from "./global_pooling_3d.ts";

/** Averages over depth, height and width. */
export class GlobalAveragePooling3D extends GlobalPooling3D {
  static className: string = className("GlobalAveragePooling3D");

  constructor(args: GlobalPooling3DArgs) {
    super("GlobalAveragePooling3D", args);
  }

  protected override reduce(x: tf.Tensor, axes: number[]): tf.Tensor {
    return x.mean(axes, this.keepdims);
  }
}
registerLayer(GlobalAveragePooling3D);
