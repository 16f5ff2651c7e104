import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { audit } from "../../../lib/weights/audit.ts";

await tf.setBackend("cpu");
Deno.test("a sequential model that is frozen trains nothing, also what is thawed below it, as audit says", async () => {
  const model = tf.sequential({
    layers: ["a", "b"].map((name) =>
      tf.layers.dense({ name, units: 1, inputShape: [1] })
    ),
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  model.trainable = false;
  model.layers[0].trainable = true;
  const values = () => model.getWeights().map((weight) => weight.dataSync()[0]);
  const before = values();
  const { warn } = console;
  console.warn = () => {};
  try {
    await model.trainOnBatch(tf.ones([2, 1]), tf.ones([2, 1]));
  } finally {
    console.warn = warn;
  }
  deepStrictEqual(values(), before);
  strictEqual(audit(model).total("trains"), 0);
});
