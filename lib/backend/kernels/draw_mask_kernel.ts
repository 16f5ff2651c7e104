/**
 * A dropout mask, drawn on the heap. No operation of TensorFlow.js: what
 * `drawMask()` runs on WASM, to the bits of `drawMaskValues()`.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { PARITY, threefryMask } from "../assembly/threefry_blocks.ts";
import { inParts } from "./in_parallel.ts";
import { compiledOn } from "./own_code_of.ts";
import {
  addressOf,
  release,
  type WasmBackend,
  type WasmKernel,
} from "./wasm_backend.ts";

export const DRAW_MASK = "ThawDrawMask";

/** The values of a mask. */
export interface DrawnMask {
  /** Words of the generator that are less are dropped: 0 to 2^32 - 1. */
  threshold: number;
  /** What the others become. */
  kept: number;
  key: { seed: number; layer: number; step: number };
}

/** What the kernel is told; it has no inputs. */
export interface MaskAttributes extends DrawnMask {
  shape: number[];
}

/** Values that a turn of the loop writes, of four counters. */
const AT_ONCE = 8;

/**
 * Returns a function for tasks: it draws a mask's values from the even index
 * `start` on, in turns of `AT_ONCE`.
 */
function drawerOf(
  backend: WasmBackend,
  { threshold, kept, key: { seed, layer, step } }: DrawnMask,
) {
  const draw = compiledOn(backend, threefryMask);
  const [bits] = new Int32Array(Float32Array.of(kept).buffer);
  return (out: number, start: number, turns: number) =>
    draw({
      out,
      key0: seed,
      key1: layer,
      key2: seed ^ layer ^ PARITY,
      first: start / 2,
      counter1: step,
      fours: turns,
      threshold,
      kept: bits,
      dropped: 0,
    });
}

/** Values that {@linkcode partDrawer} writes more than it is asked for, at most. */
export const DRAWN_BESIDE = AT_ONCE + 4;

/**
 * Returns a function for tasks: it draws `length` values from the index `start`
 * on, and at least three more, and returns their address, `out` or a value
 * further.
 */
export function partDrawer(backend: WasmBackend, mask: DrawnMask) {
  const draw = drawerOf(backend, mask);
  return (out: number, start: number, length: number): number => {
    const skipped = start % 2;
    draw(out, start - skipped, Math.ceil((skipped + length + 3) / AT_ONCE));
    return out + 4 * skipped;
  };
}

export const drawMaskKernel: WasmKernel = {
  name: DRAW_MASK,
  run(_, attributes, backend: WasmBackend) {
    const { shape, ...mask } = attributes as MaskAttributes;
    const size = tf.util.sizeFromShape(shape);
    const turns = Math.ceil(size / AT_ONCE);
    const out = backend.makeOutput(shape, "float32");
    const isWhole = turns * AT_ONCE === size;
    // The loop writes whole turns: more than the mask has room for.
    const drawn = isWhole
      ? out
      : backend.makeOutput([turns * AT_ONCE], "float32");
    const draw = drawerOf(backend, mask);
    const to = addressOf(backend, drawn);
    inParts(backend, turns, AT_ONCE, (start, length) => {
      draw(to + 4 * AT_ONCE * start, AT_ONCE * start, length);
    });
    if (!isWhole) {
      const values = backend.typedArrayFromHeap(drawn).subarray(0, size);
      backend.typedArrayFromHeap(out).set(values);
      release(backend, drawn);
    }
    return out;
  },
};
