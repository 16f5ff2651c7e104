/**
 * Keras's UpSampling1D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of {@linkcode UpSampling1D}. */
interface UpSampling1DArgs extends SpatialArgs {
  /** How often each value is repeated; 2. */
  size?: number | number[];
}

/** Repeats the values of sequences of `[batch, steps, features]`. */
export class UpSampling1D extends SpatialLayer {
  static className: string = className("UpSampling1D");
  readonly size: number[];

  constructor({ size = 2, ...args }: UpSampling1DArgs) {
    super("UpSampling1D", args);
    this.size = Array.isArray(size) ? size : Array(1).fill(size);
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
registerLayer(UpSampling1D);
