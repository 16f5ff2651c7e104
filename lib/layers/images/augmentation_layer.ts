/**
 * What all layers have in common that change images at random while a model
 * trains: each image its own way, drawn by a seed, the same again when replayed.
 *
 * Names and arguments are those of Keras 3. What a layer draws is its mask, so
 * `recordMasks` and `replayMasks` serve here, too.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { drawUniformValues } from "../../random/draw_uniform.ts";
import type { Draw } from "../../random/seed_stream.ts";
import { type NoiseArgs, NoiseLayer } from "../noise_layer.ts";

/** A range that is drawn from: both its ends, or one number for minus to plus that. */
export type Factor = number | readonly [lower: number, upper: number];

/** Base of the layers that take `[batch, rows, columns, channels]`. */
export abstract class AugmentationLayer extends NoiseLayer {
  constructor(args: NoiseArgs) {
    super(args);
    this.inputSpec = [new tf.InputSpec({ ndim: 4 })];
  }
}

/**
 * The ends of a factor.
 *
 * @param what Whose factor it is, for the message.
 * @param bounds Between which both ends must lie.
 * @throws {RangeError} If it is no such range.
 */
export function rangeOf(
  what: string,
  factor: Factor,
  [least, most]: readonly [number, number],
): [lower: number, upper: number] {
  const ends = typeof factor === "number"
    ? [-Math.abs(factor), Math.abs(factor)]
    : Array.from(Array.isArray(factor) ? factor : []);
  const [lower, upper] = ends;
  const inside = ends.length === 2 && lower <= upper &&
    lower >= least && upper <= most;
  if (!inside) {
    throw new RangeError(
      `${what} must be a number or [lower, upper] within [${least}, ${most}], got ${
        JSON.stringify(factor)
      }`,
    );
  }
  return [lower, upper];
}

/**
 * Two numbers for each image, drawn from two ranges.
 *
 * @returns A tensor of shape `[batch, 2]`, owned by the caller.
 */
export function drawPairs(
  batch: number,
  draw: Draw,
  ranges: readonly [lower: number, upper: number][],
): tf.Tensor {
  const values = drawUniformValues(2 * batch, draw);
  for (let i = 0; i < values.length; i++) {
    const [lower, upper] = ranges[i % 2];
    values[i] = lower + (upper - lower) * values[i];
  }
  return tf.tensor2d(values, [batch, 2]);
}
