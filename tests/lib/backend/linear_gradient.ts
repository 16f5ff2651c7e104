/** Gradients of functions that are linear in each input. */

import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { wholeNumbers } from "./kernels/both_backends.ts";

type Apply = (...at: tf.Tensor[]) => tf.Tensor;

/** Asserts that gradients are finite differences, of whole numbers: exact. */
export async function isLinearGradient(
  apply: Apply,
  at: tf.Tensor[],
): Promise<void> {
  const dy = wholeNumbers(apply(...at).shape, 9);
  const loss = (...at: tf.Tensor[]) => apply(...at).mul(dy).sum() as tf.Scalar;
  const [base] = await loss(...at).data();
  for (const [which, gradient] of tf.grads(loss)(at).entries()) {
    const { shape, size } = at[which];
    const differences: number[] = [];
    for (let place = 0; place < size; place++) {
      const step = tf.oneHot(place, size).cast("float32").reshape(shape);
      const moved = at.map((x, i) => i === which ? x.add(step) : x);
      differences.push((await loss(...moved).data())[0] - base);
    }
    const values = Array.from(await gradient.data(), (value) => value + 0);
    deepStrictEqual(values, differences);
  }
}

/** The gradients of all inputs, one after the other, at whole numbers. */
export function gradientsAt(apply: Apply, shapes: number[][]): tf.Tensor {
  const at = shapes.map((shape, i) => wholeNumbers(shape, i + 1));
  const dy = wholeNumbers(apply(...at).shape, 3);
  return tf.concat(tf.grads(apply)(at, dy).map((one) => one.flatten()));
}
