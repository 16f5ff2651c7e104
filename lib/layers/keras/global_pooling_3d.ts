import type * as tf from "@tensorflow/tfjs";
import { type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of a {@linkcode GlobalPooling3D}. */
export interface GlobalPooling3DArgs extends SpatialArgs {
  /** Keeps the axes, with size 1; false. */
  keepdims?: boolean;
}

/** One value of depth, height and width for each channel. */
export abstract class GlobalPooling3D extends SpatialLayer {
  readonly keepdims: boolean;

  constructor(
    kind: string,
    { keepdims = false, ...args }: GlobalPooling3DArgs,
  ) {
    super(kind, args);
    this.keepdims = keepdims;
  }

  /** The value of some axes. */
  protected abstract reduce(x: tf.Tensor, axes: number[]): tf.Tensor;

  protected override sizesAfter(sizes: tf.Shape): tf.Shape {
    return this.keepdims ? sizes.map(() => 1) : [];
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    return this.reduce(x, [1, 2, 3]);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), keepdims: this.keepdims };
  }
}
