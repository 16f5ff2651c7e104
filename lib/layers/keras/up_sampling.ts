import type * as tf from "@tensorflow/tfjs";
import { type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of an {@linkcode UpSampling}. */
export interface UpSamplingArgs extends SpatialArgs {
  /** How often each value is repeated along each axis; 2. */
  size?: number | number[];
}

/** Repeats values along all axes between the batch and the channels. */
export abstract class UpSampling extends SpatialLayer {
  readonly size: number[];

  /** @param axes How many there are. */
  constructor(
    kind: string,
    axes: number,
    { size = 2, ...args }: UpSamplingArgs,
  ) {
    super(kind, args);
    this.size = Array.isArray(size) ? size : Array(axes).fill(size);
  }

  protected override sizesAfter(sizes: tf.Shape): tf.Shape {
    return sizes.map((size, i) => size === null ? null : size * this.size[i]);
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    return this.size.reduce((x, times, i) => {
      const axis = i + 1;
      const repeated = Array(x.rank + 1).fill(1);
      repeated[axis + 1] = times;
      const shape = x.shape.map((size, j) => j === axis ? size * times : size);
      return x.expandDims(axis + 1).tile(repeated).reshape(shape);
    }, x);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), size: this.size };
  }
}
