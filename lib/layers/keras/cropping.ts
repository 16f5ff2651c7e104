import type * as tf from "@tensorflow/tfjs";
import { pairsOf, type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of a {@linkcode Cropping}. */
export interface CroppingArgs extends SpatialArgs {
  /** How much is cut off at both ends, or a pair for each axis; 1. */
  cropping?: number | number[] | [number, number][];
}

/** Cuts off the ends of all axes between the batch and the channels. */
export abstract class Cropping extends SpatialLayer {
  readonly cropping: [number, number][];

  /** @param axes How many there are. */
  constructor(
    kind: string,
    axes: number,
    { cropping = 1, ...args }: CroppingArgs,
  ) {
    super(kind, args);
    this.cropping = pairsOf(cropping, axes);
  }

  protected override sizesAfter(sizes: tf.Shape): tf.Shape {
    return sizes.map((size, i) => {
      const [before, after] = this.cropping[i];
      return size === null ? null : size - before - after;
    });
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    const sizes = this.sizesAfter(x.shape.slice(1, -1)) as number[];
    const begin = [0, ...this.cropping.map(([before]) => before), 0];
    return x.slice(begin, [x.shape[0], ...sizes, x.shape.at(-1)!]);
  }
}
