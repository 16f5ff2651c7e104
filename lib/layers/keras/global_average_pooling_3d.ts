/**
 * Keras's GlobalAveragePooling3D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of {@linkcode GlobalAveragePooling3D}. */
interface GlobalAveragePooling3DArgs extends SpatialArgs {
  /** Keeps the axes, with size 1; false. */
  keepdims?: boolean;
}

/** Averages over depth, height and width. */
export class GlobalAveragePooling3D extends SpatialLayer {
  static className: string = className("GlobalAveragePooling3D");
  readonly keepdims: boolean;

  constructor({ keepdims = false, ...args }: GlobalAveragePooling3DArgs) {
    super("GlobalAveragePooling3D", args);
    this.keepdims = keepdims;
  }

  protected override sizesAfter(sizes: tf.Shape): tf.Shape {
    return this.keepdims ? sizes.map(() => 1) : [];
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    return x.mean([1, 2, 3], this.keepdims);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), keepdims: this.keepdims };
  }
}
registerLayer(GlobalAveragePooling3D);
