import { deepStrictEqual } from "node:assert/strict";
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
