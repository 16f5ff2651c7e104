import { deepStrictEqual, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { normalizeByAverages } from "../../../lib/layers/normalize_by_averages.ts";

type Normalize = typeof normalizeByAverages;

const inOperations: Normalize = (x, averages, epsilon) => {
  const { mean, variance, gamma = 1, beta = 0 } = averages;
  const scale = variance.add(epsilon).rsqrt().mul(gamma);
  return x.sub(mean).mul(scale).add(beta);
};

const SHAPE = [3, 5, 7, 6];

/** Which weights a layer has, and the axis of its channels. */
const CASES: { names: string[]; row: number[] }[] = [
  { names: ["gamma", "beta"], row: [1, 1, 1, 6] },
  { names: ["gamma", "beta"], row: [1, 5, 1, 1] },
  { names: ["gamma", "beta"], row: [6] },
  { names: ["beta"], row: [6] },
  { names: ["gamma"], row: [1, 1, 7, 1] },
  { names: [], row: [6] },
];

/** What it gives and the gradients of all that it takes. */
function results(normalize: Normalize, { names, row }: typeof CASES[0]) {
  return tf.tidy(() => {
    const draw = (shape: number[], seed: number, least = -1) =>
      tf.randomUniform(shape, least, 1, "float32", seed);
    const all = ["mean", "variance", ...names];
    const weights = all.map((name, i) =>
      draw(row, i, name === "variance" ? 0 : -1)
    );
    // A layer's reshaped weights are gone when the gradient is computed.
    const run = (...[x, ...given]: tf.Tensor[]) =>
      tf.tidy(() =>
        normalize(
          x,
          Object.fromEntries(
            all.map((name, i) => [name, given[i].clone()]),
          ) as never,
          0.01,
        )
      );
    const given = [draw(SHAPE, 10), ...weights];
    const gradients = tf.grads(run)(given, draw(SHAPE, 11));
    return [run(...given), ...gradients].map((it) => [
      it.shape,
      ...it.dataSync(),
    ]);
  });
}

for (const name of ["wasm", "cpu"] as const) {
  for (const one of CASES) {
    Deno.test(`normalizeByAverages() with ${one.names.join(" and ") || "no weights"} of [${one.row}] has the values and gradients of its operations on ${name}`, async () => {
      await selectBackend({ name });
      const expected = results(inOperations, one);
      deepStrictEqual(results(normalizeByAverages, one), expected);
    });
  }
}

/** Gradients of what a gradient of `x` adds up to. */
function secondGradients(
  normalize: Normalize,
  { names, row }: typeof CASES[0],
): tf.Tensor[] {
  const all = ["mean", "variance", ...names];
  const weights = all.map((_, i) =>
    tf.randomUniform(row, 0.5, 1, "float32", i)
  );
  const x = tf.randomUniform(SHAPE, -1, 1, "float32", 10);
  const run = (x: tf.Tensor, given: tf.Tensor[]) =>
    normalize(
      x,
      Object.fromEntries(all.map((name, i) => [name, given[i]])) as never,
      0.01,
    );
  return tf.grads((...[x, ...given]) =>
    tf.grad((x) => run(x, given).pow(3).sum())(x).square().sum()
  )([x, ...weights]);
}

for (const one of CASES) {
  Deno.test(`normalizeByAverages() with ${one.names.join(" and ") || "no weights"} of [${one.row}] has the second gradients of its operations`, async () => {
    await selectBackend({ name: "wasm" });
    tf.tidy(() => {
      const expected = secondGradients(inOperations, one);
      secondGradients(normalizeByAverages, one).forEach((actual, i) => {
        const [off, most] = [actual.sub(expected[i]), expected[i]]
          .map((it) => it.abs().max().dataSync()[0]);
        // Sums of 630 products of a few roundings each.
        ok(off <= 1e-4 * most, `differs by ${off} of ${most}, gradient ${i}`);
      });
    });
  });
}
