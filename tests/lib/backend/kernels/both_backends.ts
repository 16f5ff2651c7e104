/**
 * The same computation on WASM and on the cpu backend.
 *
 * Inputs are small whole numbers. Sums and products of them below 2^24 are
 * exact in float32, in any order, so the results must be equal: no tolerance.
 */

import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import "../../../../lib/mends/install_mends.ts";

/** Whole numbers from `-most` to `most`; the seed picks which. */
export function wholeNumbers(
  shape: number[],
  seed: number,
  most = 3,
): tf.Tensor {
  let state = seed;
  const values = Float32Array.from(
    { length: tf.util.sizeFromShape(shape) },
    () => {
      // Numerical Recipes' generator; its high bits are the good ones.
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor(state / 2 ** 32 * (2 * most + 1)) - most;
    },
  );
  return tf.tensor(values, shape);
}

/** A tensor's values on one backend, as plain numbers. */
async function valuesOn(
  name: "wasm" | "cpu",
  compute: () => tf.Tensor,
): Promise<{ shape: number[]; values: number[] }> {
  await selectBackend({ name });
  const result = tf.tidy(compute);
  // Minus zero equals zero here, as it does in arithmetic.
  const values = Array.from(await result.data(), (value) => value + 0);
  const { shape } = result;
  result.dispose();
  return { shape, values };
}

/** Asserts that WASM computes exactly what the cpu backend does. */
export async function agrees(compute: () => tf.Tensor): Promise<void> {
  const wasm = await valuesOn("wasm", compute);
  deepStrictEqual(wasm, await valuesOn("cpu", compute));
}
