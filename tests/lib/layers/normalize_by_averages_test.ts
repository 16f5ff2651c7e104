import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { normalizeByAverages } from "../../../lib/layers/normalize_by_averages.ts";

type Normalize = typeof normalizeByAverages;

const inOperations: Normalize = (x, mean, scale, shift) =>
  x.sub(mean).mul(scale).add(shift);

/** What it gives and its gradients, of channels in the axis given. */
function results(normalize: Normalize, axis: number): number[][] {
  return tf.tidy(() => {
    const shape = [3, 5, 7, 6];
    const row = shape.map((size, i) => i === axis ? size : 1);
    const draw = (shape: number[], seed: number) =>
      tf.randomUniform(shape, -1, 1, "float32", seed);
    const given: Parameters<Normalize> = [
      draw(shape, 1),
      draw(row, 2),
      draw(row, 3),
      draw(row, 4),
    ];
    const run = (...given: tf.Tensor[]) =>
      normalize(...given as Parameters<Normalize>);
    const gradients = tf.grads(run)(given, draw(shape, 5));
    return [run(...given), ...gradients].map((it) => [...it.dataSync()]);
  });
}

for (const name of ["wasm", "cpu"] as const) {
  for (const axis of [3, 1]) {
    Deno.test(`normalizeByAverages() has the values and gradients of its operations on ${name}, channels in axis ${axis}`, async () => {
      await selectBackend({ name });
      const expected = results(inOperations, axis);
      deepStrictEqual(results(normalizeByAverages, axis), expected);
    });
  }
}
