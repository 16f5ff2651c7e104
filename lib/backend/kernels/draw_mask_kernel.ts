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

/** What the kernel is told; it has no inputs. */
export interface MaskAttributes {
  shape: number[];
  /** Words of the generator that are less are dropped: 0 to 2^32 - 1. */
  threshold: number;
  /** What the others become. */
  kept: number;
  key: { seed: number; layer: number; step: number };
}

/** Values that a turn of the loop writes, of four counters. */
const AT_ONCE = 8;

export const drawMaskKernel: WasmKernel = {
  name: DRAW_MASK,
  run(_, attributes, backend: WasmBackend) {
    const { shape, threshold, kept, key } = attributes as MaskAttributes;
    const size = tf.util.sizeFromShape(shape);
    const turns = Math.ceil(size / AT_ONCE);
    const out = backend.makeOutput(shape, "float32");
    const isWhole = turns * AT_ONCE === size;
    // The loop writes whole turns: more than the mask has room for.
    const drawn = isWhole
      ? out
      : backend.makeOutput([turns * AT_ONCE], "float32");
    const draw = compiledOn(backend, threefryMask);
    const to = addressOf(backend, drawn);
    const { seed, layer, step } = key;
    const [bits] = new Int32Array(Float32Array.of(kept).buffer);
    inParts(backend, turns, AT_ONCE, (start, length) => {
      draw({
        out: to + 4 * AT_ONCE * start,
        key0: seed,
        key1: layer,
        key2: seed ^ layer ^ PARITY,
        first: start * AT_ONCE / 2,
        counter1: step,
        fours: length,
        threshold,
        kept: bits,
        dropped: 0,
      });
    });
    if (!isWhole) {
      const values = backend.typedArrayFromHeap(drawn).subarray(0, size);
      backend.typedArrayFromHeap(out).set(values);
      release(backend, drawn);
    }
    return out;
  },
};
