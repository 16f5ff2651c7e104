/**
 * Dropout masks as plain values, drawn apart from the layer that applies them.
 *
 * A mask that is a value can be applied twice, counted and plotted; a mask
 * hidden inside `layer.apply()` can not.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import * as tf from "@tensorflow/tfjs";
import {
  DRAW_MASK,
  type DrawnMask,
  type MaskAttributes,
} from "../backend/kernels/draw_mask_kernel.ts";
import { checkOptions } from "../options/check_options.ts";
import { type Draw, drawOf } from "./seed_stream.ts";
import { threefry } from "./threefry.ts";

/** Values drawn at a time: small enough to stay in the processor's first cache. */
const PIECE = 4096;

/**
 * Returns `rate` if it is a fraction.
 *
 * @throws {RangeError} If it lies outside `[0, 1]`, or is 1 and may not be.
 */
export function checkRate(
  rate: number,
  name = "Dropout rate",
  { canBeOne = true }: { canBeOne?: boolean } = {},
): number {
  if (
    typeof rate === "number" && rate >= 0 &&
    (rate < 1 || canBeOne && rate === 1)
  ) {
    return rate;
  }
  const shown = typeof rate === "string" ? JSON.stringify(rate) : rate;
  throw new RangeError(
    `${name} must be in ${canBeOne ? "[0, 1]" : "[0, 1)"}, got ${shown}`,
  );
}

/** Words of the generator that are less than this are dropped. */
function thresholdOf(rate: number): number {
  return Math.ceil(rate * 2 ** 32);
}

/** What a mask holds, and which part of a draw it is. */
export interface MaskOptions {
  /** Value where a unit is kept; 1. */
  kept?: number;
  /** Value where a unit is dropped; 0. */
  dropped?: number;
  /** Index of the first value within the draw, to take a mask in pieces; 0. */
  start?: number;
}

const OPTIONS = { kept: true, dropped: true, start: true } as const;

/**
 * Draws one mask: `dropped` with probability `rate`, else `kept`.
 *
 * @param length Number of values.
 * @param rate Fraction to drop, in `[0, 1]`.
 * @param draw The same draw and length give the same mask, on every backend; a
 * number is a seed.
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If `rate` lies outside `[0, 1]`, or `draw` is none.
 */
export function drawMaskValues(
  length: number,
  rate: number,
  draw: Draw | number,
  options: MaskOptions = {},
): Float32Array<ArrayBuffer> {
  checkOptions("drawMaskValues", options, OPTIONS);
  const { kept = 1, dropped = 0, start = 0 } = options;
  if (!(Number.isInteger(length) && length >= 0)) {
    throw new RangeError(
      `length of drawMaskValues must be an integer of at least 0, got ${length}`,
    );
  }
  checkRate(rate);
  const { seed, layer, step } = drawOf(draw);
  const mask = new Float32Array(length);
  const share = thresholdOf(rate);
  if (share === 2 ** 32) return mask.fill(dropped);
  const threshold = share | 0;
  // Without branches: a branch that depends on a random number costs more time
  // than the number.
  const [keptBits, droppedBits] = new Int32Array(
    Float32Array.of(kept, dropped).buffer,
  );
  const maskBits = new Int32Array(mask.buffer);
  // Two values a counter: an odd start leaves out the first of its pair.
  const skipped = start % 2;
  const words = new Uint32Array(Math.min(length + skipped, PIECE));
  const signed = new Int32Array(words.buffer);
  let done = 0;
  while (done < length) {
    const from = done === 0 ? skipped : 0;
    const counter = (start + done - from) / 2;
    threefry(words, seed, layer, step, counter);
    const count = Math.min(words.length - from, length - done);
    for (let i = 0; i < count; i++) {
      const word = signed[from + i];
      // The borrow of word - threshold, both unsigned, over all bits.
      const less = ((~word & threshold) |
        ((~word | threshold) & (word - threshold))) >> 31;
      maskBits[done + i] = (droppedBits & less) | (keptBits & ~less);
    }
    done += count;
  }
  return mask;
}

/**
 * One inverted-dropout mask as kernels draw it; where all is dropped, what is
 * kept is 0.
 *
 * @throws {RangeError} If `rate` lies outside `[0, 1]`, or `draw` is none.
 */
export function drawnMask(rate: number, draw: Draw | number): DrawnMask {
  checkRate(rate);
  const key = drawOf(draw);
  const threshold = thresholdOf(rate);
  return threshold === 2 ** 32
    ? { threshold: 0, kept: 0, key }
    : { threshold, kept: 1 / (1 - rate), key };
}

/**
 * Draws one inverted-dropout mask.
 *
 * Kept units hold `1 / (1 - rate)` and dropped units `0`, so `x * mask` has
 * the expected value `x` and inference needs no rescaling.
 *
 * A generator that a layer restarts from its seed drops the same units on every
 * batch. Here the caller passes a fresh draw.
 *
 * @param shape Shape of the activations, `[batch, ...features]`; a 1 broadcasts.
 * @param rate Fraction of units to drop, in `[0, 1]`; not a percentage. A rate of 1 drops all.
 * @param draw Which mask; the same draw and shape give the same mask. A number
 * is a seed.
 * @returns A `float32` tensor of `shape`, owned by the caller.
 * @throws {RangeError} If `rate` lies outside `[0, 1]`, or `draw` is none.
 * @see Srivastava et al., "Dropout", JMLR 15 (2014), pp. 1929-1958.
 */
export function drawMask(
  shape: number[],
  rate: number,
  draw: Draw | number,
): tf.Tensor {
  requireKind("drawMask", "shape", shape, "list");
  const drawn = drawnMask(rate, draw);
  if (tf.getKernel(DRAW_MASK, tf.getBackend())) {
    const attributes: MaskAttributes = { shape, ...drawn };
    return tf.engine().runKernel(
      DRAW_MASK,
      {},
      attributes as unknown as tf.NamedAttrMap,
    ) as tf.Tensor;
  }
  const size = tf.util.sizeFromShape(shape);
  const values = drawMaskValues(size, rate, draw, { kept: drawn.kept });
  return tf.tensor(values, shape, "float32");
}
