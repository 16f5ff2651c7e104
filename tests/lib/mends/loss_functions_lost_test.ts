import {
  deepStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { fit } from "../../../lib/train/fit.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

const x = tf.randomNormal([4, 3], 0, 1, "float32", 1);
const y = tf.ones([4, 1]);

/** Of the user's own. */
const ownLoss = (targets: tf.Tensor, outputs: tf.Tensor) =>
  targets.sub(outputs).square().mean(-1) as tf.Tensor;

const valuesOf = (model: tf.LayersModel) =>
  model.getWeights().map((weight) => [...weight.dataSync()]);

function compiled(outputs: number, loss: unknown): tf.LayersModel {
  const input = tf.input({ shape: [3] });
  const heads = Array.from(
    { length: outputs },
    (_, i) => tf.layers.dense({ units: 1, name: `head${i}` }).apply(input),
  );
  const model = tf.model({
    inputs: input,
    outputs: heads as tf.SymbolicTensor[],
  });
  model.compile({ optimizer: "adam", loss: loss as string });
  return model;
}

const LOSSES: [string, number, unknown][] = [
  ["a function", 1, ownLoss],
  ["a list with a function", 2, ["meanSquaredError", ownLoss]],
  ["functions by output", 2, { head0: ownLoss, head1: "meanSquaredError" }],
];

for (const [what, outputs, loss] of LOSSES) {
  const ys = outputs === 1 ? y : [y, y];

  Deno.test(`a model with ${what} as loss is saved with its optimizer, and goes on when it is compiled with it`, async () => {
    const model = compiled(outputs, loss);
    await model.fit(x, ys, { verbose: 0 });
    const again = await saveAndLoad(model, { includeOptimizer: true });
    deepStrictEqual(valuesOf(again), valuesOf(model));
    strictEqual(again.optimizer.iterations, 1);
    const message =
      /compile it again: model\.compile\(\{ optimizer: model\.optimizer, loss \}\)/;
    await rejects(again.fit(x, ys, { verbose: 0 }), message);
    await rejects(fit(again, x, ys, { display: false }), message);
    throws(() => again.evaluate(x, ys), message);

    again.compile({ optimizer: again.optimizer, loss: loss as string });
    for (const one of [model, again]) {
      await one.fit(x, ys, { verbose: 0, shuffle: false });
    }
    deepStrictEqual(valuesOf(again), valuesOf(model));
  });
}

Deno.test("losses by name are loaded as they were, of one output or several", async () => {
  for (
    const [outputs, loss] of [
      [1, "mse"],
      [2, ["mae", "categoricalCrossentropy"]],
      [2, { head0: "meanSquaredError", head1: "binaryCrossentropy" }],
    ] as const
  ) {
    const model = compiled(outputs, loss);
    const again = await saveAndLoad(model, { includeOptimizer: true });
    deepStrictEqual(again.loss, model.loss);
  }
});
