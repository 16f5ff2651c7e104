import * as tf from "@tensorflow/tfjs";
import { rejects, strictEqual, throws } from "node:assert/strict";
import "../../../lib/mends/install_mends.ts";
import { isEngineCut } from "../../../lib/train/engine_repair.ts";

await tf.setBackend("cpu");

const fail = () => {
  throw new Error("of the user's");
};

class Failing extends tf.layers.Layer {
  static className = "TestFailing";
  override call = fail;
}

const x = tf.ones([4, 3]);
const y = tf.ones([4, 2]);

/** A model whose step computes something before it fails. */
function modelThat(
  { layer, loss, metric }: {
    layer?: tf.layers.Layer;
    loss?: () => never;
    metric?: () => never;
  },
): tf.Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 3, inputShape: [3], activation: "relu" }),
      tf.layers.dense({ units: 2, activation: "tanh" }),
      ...layer ? [layer] : [],
    ],
  });
  model.compile({
    optimizer: "sgd",
    loss: loss ?? "meanSquaredError",
    metrics: metric && ["mae", metric],
  });
  return model;
}

Deno.test("a step of training that fails leaves no tensor and no tape", async () => {
  const models = [
    modelThat({ layer: new Failing({}) }),
    modelThat({ loss: fail }),
    modelThat({ metric: fail }),
  ];
  for (const model of models) {
    const before = tf.memory().numTensors;
    await rejects(async () => await model.trainOnBatch(x, y), /of the user's/);
    strictEqual(tf.memory().numTensors, before);
    // A training that finds a tape takes the engine for cut by Stop, and ends
    // the scopes of whoever called it.
    strictEqual(isEngineCut(), false);
  }
});

Deno.test("a gradient that fails, within another one too, leaves no tensor", () => {
  const before = tf.memory().numTensors;
  const one = (x: tf.Tensor) => {
    x.square().tanh();
    return fail();
  };
  throws(() => tf.grad((x) => one(x.relu().square()))(x), /of the user's/);
  throws(
    () => tf.grad((x) => tf.grad((x) => one(x.square()))(x.relu()))(x),
    /of the user's/,
  );
  strictEqual(tf.memory().numTensors, before);
});
