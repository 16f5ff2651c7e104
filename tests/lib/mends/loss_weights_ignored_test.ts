import { deepStrictEqual, ok, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { fit } from "../../../lib/train/fit.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

/** Two outputs, of which the second is twice the first. */
function twoOutputs() {
  const input = tf.input({ shape: [1] });
  const dense = (name: string, value: number) =>
    tf.layers.dense({
      name,
      units: 1,
      useBias: false,
      kernelInitializer: tf.initializers.constant({ value }),
    }).apply(input) as tf.SymbolicTensor;
  return tf.model({
    inputs: input,
    outputs: [dense("one", 1), dense("two", 2)],
  });
}

const x = tf.tensor2d([[1], [2]]);
const zero = tf.zeros([2, 1]);

function compiled(lossWeights: unknown, optimizer = tf.train.sgd(0.125)) {
  const model = twoOutputs();
  model.compile(
    {
      optimizer,
      loss: "meanSquaredError",
      lossWeights,
    } as tf.ModelCompileArgs,
  );
  return model;
}

/** Mean of 1 and 4, and of 4 and 16. */
const [ONE, TWO] = [2.5, 10];

for (
  const lossWeights of [[3, 0.25], { one: 3, two: 0.25 }, { one: 3 }, undefined]
) {
  Deno.test(`the total counts losses by ${JSON.stringify(lossWeights) ?? "nothing"}`, async () => {
    const [first, second] = Array.isArray(lossWeights)
      ? lossWeights
      : [lossWeights?.one ?? 1, lossWeights?.two ?? 1];
    const model = compiled(lossWeights);
    const total = first * ONE + second * TWO;
    const values = model.evaluate(x, [zero, zero]) as tf.Scalar[];
    deepStrictEqual(values.map((value) => value.dataSync()[0]), [
      total,
      ONE,
      TWO,
    ]);
    const { history } = await fit(model, x, [zero, zero], { display: false });
    deepStrictEqual(history, {
      loss: [total],
      one_loss: [ONE],
      two_loss: [TWO],
    });
    // Steps of rate * weight * mean of 2 x (x w).
    const [one, two] = model.getWeights().map((w) => w.dataSync()[0]);
    deepStrictEqual([one, two], [
      1 - 0.125 * first * 2 * 2.5,
      2 - 0.125 * second * 2 * 2.5 * 2,
    ]);
  });
}

Deno.test("lossWeights are forgotten by the next compile()", () => {
  const model = compiled([3, 0]);
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const [total] = model.evaluate(x, [zero, zero]) as tf.Scalar[];
  ok(total.dataSync()[0] === ONE + TWO);
});

Deno.test("lossWeights are saved with the optimizer", async () => {
  const copy = await saveAndLoad(compiled({ two: 0.5 }), {
    includeOptimizer: true,
  });
  const [total] = copy.evaluate(x, [zero, zero]) as tf.Scalar[];
  ok(total.dataSync()[0] === ONE + 0.5 * TWO);
});

Deno.test("a single output's loss may be weighted by a number", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" }),
    ],
  });
  model.compile({
    optimizer: "sgd",
    loss: "meanSquaredError",
    lossWeights: 0.5,
  });
  ok((model.evaluate(x, zero) as tf.Scalar).dataSync()[0] === ONE / 2);
});

Deno.test("lossWeights of other outputs are refused", () => {
  throws(() => compiled([1]), /one for each of one, two, got 1/);
  throws(() => compiled({ twoo: 1 }), /did you mean "two"/);
  throws(() => compiled([1, NaN]), /numbers/);
});
