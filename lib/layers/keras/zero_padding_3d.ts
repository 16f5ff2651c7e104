/**
 * Keras's ZeroPadding3D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { pairsOf, type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of {@linkcode ZeroPadding3D}. */
interface ZeroPadding3DArgs extends SpatialArgs {
  /** How many zeros at both ends, or a pair for each axis; 1. */
  padding?: number | number[] | [number, number][];
}

/** Puts zeros around volumes, their depth, height and width. */
export class ZeroPadding3D extends SpatialLayer {
  static className: string = className("ZeroPadding3D");
  readonly padding: [number, number][];

  constructor({ padding = 1, ...args }: ZeroPadding3DArgs) {
    super("ZeroPadding3D", args);
    this.padding = pairsOf(padding, 3);
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
    return { ...super.getConfig(), padding: this.padding };
  }
}
registerLayer(ZeroPadding3D);
