/**
 * Keras's GlobalMaxPooling3D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of {@linkcode GlobalMaxPooling3D}. */
interface GlobalMaxPooling3DArgs extends SpatialArgs {
  /** Keeps the axes, with size 1; false. */
  keepdims?: boolean;
}

/** Keeps the largest value of depth, height and width. */
export class GlobalMaxPooling3D extends SpatialLayer {
  static className: string = className("GlobalMaxPooling3D");
  readonly keepdims: boolean;

  constructor({ keepdims = false, ...args }: GlobalMaxPooling3DArgs) {
    super("GlobalMaxPooling3D", args);
    this.keepdims = keepdims;
  }

  protected override sizesAfter(sizes: tf.Shape): tf.Shape {
    return this.keepdims ? sizes.map(() => 1) : [];
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    return x.max([1, 2, 3], this.keepdims);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), keepdims: this.keepdims };
  }
}
registerLayer(GlobalMaxPooling3D);
