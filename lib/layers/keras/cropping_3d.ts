/**
 * Keras's Cropping3D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { pairsOf, type SpatialArgs, SpatialLayer } from "./spatial_layer.ts";

/** Arguments of {@linkcode Cropping3D}. */
interface Cropping3DArgs extends SpatialArgs {
  /** How much is cut off at both ends, or a pair for each axis; 1. */
  cropping?: number | number[] | [number, number][];
}

/** Cuts off the ends of volumes, their depth, height and width. */
export class Cropping3D extends SpatialLayer {
  static className: string = className("Cropping3D");
  readonly cropping: [number, number][];

  constructor({ cropping = 1, ...args }: Cropping3DArgs) {
    super("Cropping3D", args);
    this.cropping = pairsOf(cropping, 3);
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

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), cropping: this.cropping };
  }
}
registerLayer(Cropping3D);
