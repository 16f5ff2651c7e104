/** The phase that a layer is called with holds, whatever the model's is. */

import { deepStrictEqual, notDeepStrictEqual, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { topologyOf } from "../../../lib/data/keras/keras_config.ts";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { setLearningPhase } from "../../../lib/dropout/phase.ts";
import { fit } from "../../../lib/train/fit.ts";
import { audit } from "../../../lib/weights/audit.ts";
import { saveAndLoad } from "../mends/save_and_load.ts";

await tf.setBackend("cpu");

const x = tf.randomNormal([8, 3], 2, 3, "float32", 1);
const y = tf.randomNormal([8, 1], 0, 1, "float32", 2);

/** Keras's guide to transfer learning: a base that infers, and a head. */
function transfer(training: boolean | undefined) {
  const base = tf.sequential({
    name: "base",
    layers: [
      tf.layers.dense({ name: "dense", units: 4, inputShape: [3] }),
      tf.layers.batchNormalization({ name: "norm" }),
      dropout({ name: "drop", rate: 0.5, seed: 1 }),
    ],
  });
  const input = tf.input({ shape: [3] });
  const features = base.apply(input, { training }) as tf.SymbolicTensor;
  const head = tf.layers.dense({ name: "head", units: 1 });
  const model = tf.model({
    inputs: input,
    outputs: head.apply(features) as tf.SymbolicTensor,
  });
  model.compile({ optimizer: tf.train.sgd(0.01), loss: "meanSquaredError" });
  return model;
}

/** The values of some weights. */
function values(model: tf.LayersModel, name: RegExp): number[][] {
  return model.weights.filter((weight) => name.test(weight.originalName))
    .map((weight) => [...weight.read().dataSync()]);
}

Deno.test("a base called with training: false infers while its weights train", async () => {
  const model = transfer(false);
  const before = values(model, /moving/);
  const kernel = values(model, /^dense/);
  const [loss] = [model.evaluate(x, y) as tf.Scalar].map((one) =>
    one.dataSync()[0]
  );
  const { history } = await fit(model, x, y, { display: false });
  deepStrictEqual(values(model, /moving/), before);
  notDeepStrictEqual(values(model, /^dense/), kernel);
  // Nothing dropped, the averages used: the loss is that of evaluation.
  ok(Math.abs(history.loss[0] / loss - 1) < 1e-6);
});

Deno.test("a base called without a phase has the model's", async () => {
  const model = transfer(undefined);
  const before = values(model, /moving/);
  await model.fit(x, y, { verbose: 0 });
  notDeepStrictEqual(values(model, /moving/), before);
});

Deno.test("a dropout called with training: true drops at prediction", () => {
  const input = tf.input({ shape: [100] });
  for (
    const layer of [dropout({ rate: 0.5 }), tf.layers.dropout({ rate: 0.5 })]
  ) {
    const output = layer.apply(input, { training: true }) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs: output });
    const [one, other] = [1, 2].map(() =>
      (model.predict(tf.ones([1, 100])) as tf.Tensor).dataSync()
    );
    notDeepStrictEqual(one, other);
  }
});

Deno.test("the phase of a call is saved with the model", async () => {
  const model = await saveAndLoad(transfer(false));
  model.compile({ optimizer: tf.train.sgd(0.01), loss: "meanSquaredError" });
  const before = values(model, /moving/);
  await model.fit(x, y, { verbose: 0 });
  deepStrictEqual(values(model, /moving/), before);
});

Deno.test("audit() says what is called with a phase", () => {
  deepStrictEqual(audit(transfer(false)).notes, [
    "base/norm: uses its moving averages and keeps them: it is called with training: false",
    "base/drop: never drops: it is called with training: false",
  ]);
  deepStrictEqual(audit(transfer(true)).notes, [
    "base/drop: drops at prediction, too: it is called with training: true",
  ]);
});

Deno.test("gradients pass through a base that infers", () => {
  const model = transfer(false);
  const gradient = tf.grad((x) => model.predict(x) as tf.Tensor)(x);
  deepStrictEqual(gradient.shape, x.shape);
  ok(gradient.abs().max().dataSync()[0] > 0);
});

Deno.test("a model of Keras keeps the phase of its calls", () => {
  const tensor = (name: string) => ({
    class_name: "__keras_tensor__",
    config: { keras_history: [name, 0, 0] },
  });
  const topology = topologyOf({
    class_name: "Functional",
    config: {
      name: "model",
      layers: [
        {
          class_name: "InputLayer",
          name: "input",
          config: { name: "input", batch_shape: [null, 3] },
          inbound_nodes: [],
        },
        {
          module: "keras.layers",
          class_name: "Dropout",
          name: "drop",
          config: { name: "drop", rate: 0.5 },
          inbound_nodes: [{
            args: [tensor("input")],
            kwargs: { training: true },
          }],
        },
      ],
      input_layers: [["input", 0, 0]],
      output_layers: [["drop", 0, 0]],
    },
  });
  ok(JSON.stringify(topology).includes('["input",0,0,{"training":true}]'));
});

Deno.test("a learning phase that was set in putting a model together is not kept", () => {
  setLearningPhase(0);
  const model = tf.sequential({
    layers: [dropout({ rate: 0.5, seed: 1, inputShape: [100] })],
  });
  setLearningPhase(null);
  const output = model.apply(tf.ones([1, 100]), { training: true });
  ok((output as tf.Tensor).min().dataSync()[0] === 0);
});
