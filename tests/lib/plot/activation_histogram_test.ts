import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { activationHistogram } from "../../../lib/plot/activation_histogram.ts";

await tf.setBackend("cpu");

Deno.test("activationHistogram() takes one layer's values without a name, of any shape", async () => {
  const values = [0, 1, 2, 3];
  for (
    const source of [values, tf.tensor1d(values), { shape: [4], data: values }]
  ) {
    const { summary } = await activationHistogram(source);
    strictEqual(summary, "Activations: activations 25 % zero");
  }
});

Deno.test("activationHistogram() leaves zeros to the legend", async () => {
  const { data, summary } = await activationHistogram({
    relu: [0, 0, 0, 1],
  });
  const percent = (data[0].y as number[]).slice(0, -1);
  strictEqual(percent.reduce((sum, share) => sum + share, 0), 25);
  strictEqual(data[0].name, "relu (75 % zero)");
  strictEqual(summary, "Activations: relu 75 % zero");
});

Deno.test("activationHistogram() gives all layers the same bins", async () => {
  const { data } = await activationHistogram({ a: [-1, 1], b: [0.5, 3] });
  deepStrictEqual(data[0].x, data[1].x);
});

Deno.test("activationHistogram() throws where nothing is finite", async () => {
  await rejects(activationHistogram({ a: [NaN] }), RangeError);
});

Deno.test("activationHistogram() says what is not finite", async () => {
  const { data } = await activationHistogram({
    a: [NaN, Infinity, 0, 1],
    b: [1],
  });
  deepStrictEqual(data.map(({ name }) => name), [
    "a (25 % zero, 50 % not finite)",
    "b (0 % zero)",
  ]);
});

Deno.test("activationHistogram() grows with its legend, which would be cut", async () => {
  const heightOf = async (layers: number) => {
    const entries = Array.from({ length: layers }, (_, i) => [`l${i}`, [i]]);
    const { layout } = await activationHistogram(Object.fromEntries(entries));
    return layout.height as number;
  };
  strictEqual(await heightOf(1), await heightOf(14));
  strictEqual(await heightOf(24) - await heightOf(14), 10 * 23);
});
