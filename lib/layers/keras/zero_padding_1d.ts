/**
 * Keras's ZeroPadding1D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { pairsOf, type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of {@linkcode ZeroPadding1D}. */
interface ZeroPadding1DArgs extends SpatialArgs {
  /** How many zeros at both ends; 1. */
  padding?: number | number[];
}

/** Puts zeros around sequences of `[batch, steps, features]`. */
export class ZeroPadding1D extends SpatialLayer {
  static className: string = className("ZeroPadding1D");
  readonly padding: [number, number][];

  constructor({ padding = 1, ...args }: ZeroPadding1DArgs) {
    super("ZeroPadding1D", args);
    this.padding = pairsOf(padding, 1);
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

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), padding: this.padding[0] };
  }
}
registerLayer(ZeroPadding1D);
