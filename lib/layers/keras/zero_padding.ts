import type * as tf from "@tensorflow/tfjs";
import { pairsOf, type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of a {@linkcode ZeroPadding}. */
export interface ZeroPaddingArgs extends SpatialArgs {
  /** How many zeros at both ends, or a pair for each axis; 1. */
  padding?: number | number[] | [number, number][];
}

/** Puts zeros around all axes between the batch and the channels. */
export abstract class ZeroPadding extends SpatialLayer {
  readonly padding: [number, number][];

  /** @param axes How many there are. */
  constructor(
    kind: string,
    axes: number,
    { padding = 1, ...args }: ZeroPaddingArgs,
  ) {
    super(kind, args);
    this.padding = pairsOf(padding, axes);
  }

  protected override sizesAfter(sizes: tf.Shape): tf.Shape {
    return sizes.map((size, i) => {
      const [before, after] = this.padding[i];
      return size === null ? null : before + size + after;
    });
  }

  protected override compute(x: tf.Tensor): tf.Tensor {
    return x.pad([[0, 0], ...this.padding, [0, 0]]);
  }
}
