import { strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

/** The loss of two calls of a layer or model at zeros: its regularization. */
async function lossOfTwoCalls(shared: tf.layers.Layer): Promise<number> {
  const inputs = [tf.input({ shape: [2] }), tf.input({ shape: [2] })];
  const outputs = inputs.map((x) => shared.apply(x) as tf.SymbolicTensor);
  const added = tf.layers.add().apply(outputs) as tf.SymbolicTensor;
  const model = tf.model({ inputs, outputs: added });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const zeros = tf.zeros([1, 2]);
  return await model.trainOnBatch([zeros, zeros], tf.zeros([1, 1])) as number;
}

const regularized = () =>
  tf.layers.dense({
    units: 1,
    inputShape: [2],
    useBias: false,
    kernelInitializer: "ones",
    kernelRegularizer: tf.regularizers.l2({ l2: 0.5 }),
  });

Deno.test("a layer that is called twice is regularized once, also in a model that is", async () => {
  // Two ones: 2 * 0.5, as Keras counts them.
  strictEqual(await lossOfTwoCalls(regularized()), 1);
  const base = tf.sequential({ layers: [regularized()] });
  strictEqual(await lossOfTwoCalls(base as tf.layers.Layer), 1);
});
