/** The models of the five pages train on WASM, and as on the cpu backend. */

import { deepStrictEqual, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { fit, freeze, selectBackend } from "../../../lib/mod.ts";
import { inceptionNet, smallModels } from "../../bench/training_models.ts";
import { stepsAgree } from "./one_step.ts";
import "../../../lib/mends/install_mends.ts";

for (const { model, terms } of smallModels()) {
  Deno.test(`a step of ${model.name} moves weights on WASM as on cpu`, async () => {
    await stepsAgree("wasm", model, terms);
  });
}

for (const frozen of [true, false]) {
  const { name, build, data } = inceptionNet("small", frozen);
  Deno.test(`${name}, trains on WASM`, async () => {
    await selectBackend({ name: "wasm" });
    const model = await build();
    const { x, y } = data();
    const first = await model.trainOnBatch(x, y) as number;
    const second = await model.trainOnBatch(x, y) as number;
    ok(Number.isFinite(first) && Number.isFinite(second), `${first} ${second}`);
    tf.dispose([x, y]);
    model.dispose();
  });
}

Deno.test("cacheFrozen changes no bit on WASM, whichever the batch of a sample", async () => {
  await selectBackend({ name: "wasm" });
  const x = tf.randomNormal([11, 6, 6, 16], 0, 1, "float32", 3);
  const y = tf.randomNormal([11, 1], 0, 1, "float32", 4);
  const seeded = (seed: number) => ({
    kernelInitializer: tf.initializers.glorotUniform({ seed }),
  });
  const train = async (cacheFrozen: boolean) => {
    const model = tf.sequential({
      layers: [
        // Winograd's way, then a depthwise one and a strided one.
        tf.layers.conv2d({
          inputShape: [6, 6, 16],
          filters: 32,
          kernelSize: 3,
          padding: "same",
          activation: "relu",
          ...seeded(1),
        }),
        tf.layers.batchNormalization(),
        tf.layers.depthwiseConv2d({
          kernelSize: 3,
          activation: "relu",
          depthwiseInitializer: tf.initializers.glorotUniform({ seed: 2 }),
        }),
        tf.layers.conv2d({
          filters: 5,
          kernelSize: 3,
          strides: 2,
          activation: "relu",
          ...seeded(3),
        }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 1, ...seeded(4) }),
      ],
    });
    freeze(model, ({ index }) => index < 4);
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const { history } = await fit(model, x, y, {
      epochs: 3,
      batchSize: 4,
      seed: 1,
      cacheFrozen,
      validationSplit: 0.2,
      display: false,
    });
    const weights = model.getWeights().map((it) => it.dataSync().join());
    model.dispose();
    return { history, weights };
  };
  deepStrictEqual(await train(true), await train(false));
  tf.dispose([x, y]);
});
