import { strictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

function compiled(loss: tf.ModelCompileArgs["loss"]): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" }),
    ],
  });
  model.compile({ optimizer: "sgd", loss });
  return model;
}

const lossOf = (model: tf.LayersModel) =>
  (model.evaluate(tf.tensor2d([[3]]), tf.zeros([1, 1])) as tf.Scalar)
    .dataSync()[0];

Deno.test("a loss goes by its short name, alone, in a list and by output", async () => {
  strictEqual(lossOf(compiled("mse")), 9);
  strictEqual(lossOf(compiled(["mae"])), 3);
  const input = tf.input({ shape: [1] });
  const output = tf.layers.dense({
    units: 1,
    kernelInitializer: "ones",
  }).apply(input) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  model.compile({ optimizer: "sgd", loss: { [model.outputNames[0]]: "MSE" } });
  strictEqual(lossOf(model), 9);
  const config = { includeOptimizer: true };
  strictEqual(lossOf(await saveAndLoad(model, config)), 9);
});

Deno.test("a loss by its long name and as a function is as ever", () => {
  strictEqual(lossOf(compiled("meanSquaredError")), 9);
  strictEqual(lossOf(compiled(tf.metrics.meanAbsoluteError)), 3);
});

Deno.test("a loss that there is not is refused with the nearest", () => {
  throws(
    () => compiled("mean_squared_error"),
    /no loss mean_squared_error; did you mean meanSquaredError/,
  );
  throws(() => compiled("crossEntropy"), /There is binaryCrossentropy/);
});
