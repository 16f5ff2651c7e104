import { ok, strictEqual } from "node:assert/strict";
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

/** What all regularizers of a model add to its loss. */
function regularization(model: tf.LayersModel): number {
  const inner = model as unknown as { calculateLosses(): tf.Scalar[] };
  return tf.tidy(() =>
    inner.calculateLosses().reduce((sum, one) => sum + one.dataSync()[0], 0)
  );
}

Deno.test("a layer that lies in two nested models is regularized once", () => {
  const shared = regularized();
  const outputs = ["a", "b"].map((name) => {
    const x = tf.input({ shape: [2] });
    const y = shared.apply(x) as tf.SymbolicTensor;
    return tf.model({ inputs: x, outputs: y, name });
  });
  const input = tf.input({ shape: [2] });
  const both = outputs.map((model) => model.apply(input) as tf.SymbolicTensor);
  const added = tf.layers.add().apply(both) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: added });
  strictEqual(regularization(model), 1);
});

Deno.test("recurrent layers are regularized, alone, in wrappers and nested, unless frozen", () => {
  const args = {
    units: 2,
    kernelInitializer: "ones",
    recurrentInitializer: "zeros",
    kernelRegularizer: tf.regularizers.l2({ l2: 1 }),
  } as const;
  const { recurrentInitializer: _, ...dense } = args;
  const inputShape = [3, 4];
  const cell = tf.layers.simpleRNNCell(args);
  // Keras counts each of the kernel's ones: 4 inputs, 2 units, and the gates.
  const cases: [tf.layers.Layer, number][] = [
    [tf.layers.simpleRNN({ ...args, inputShape }), 8],
    [tf.layers.lstm({ ...args, inputShape }), 32],
    [tf.layers.gru({ ...args, inputShape }), 24],
    [tf.layers.rnn({ cell, inputShape }), 8],
    [
      tf.layers.bidirectional({
        layer: tf.layers.lstm(args) as tf.RNN,
        mergeMode: "concat",
        inputShape,
      }),
      64,
    ],
    [
      tf.layers.timeDistributed({
        layer: tf.layers.dense(dense),
        inputShape,
      }),
      8,
    ],
  ];
  for (const [layer, expected] of cases) {
    const model = tf.sequential({ layers: [layer] });
    strictEqual(regularization(model), expected, layer.name);
    const outer = tf.sequential({ layers: [model] });
    strictEqual(regularization(outer), expected, layer.name);
    layer.trainable = false;
    strictEqual(regularization(outer), 0, layer.name);
  }
});

Deno.test("a layer of one's own that overrides calculateLosses() is asked", () => {
  class Penalized extends tf.layers.Layer {
    static className = "Penalized";
    override call(x: tf.Tensor | tf.Tensor[]) {
      return x;
    }
    override calculateLosses() {
      return [tf.scalar(3)];
    }
  }
  const model = tf.sequential({
    layers: [regularized(), new Penalized({}) as tf.layers.Layer],
  });
  const before = tf.memory().numTensors;
  strictEqual(regularization(model), 4);
  ok(tf.memory().numTensors === before, "nothing is left");
});
