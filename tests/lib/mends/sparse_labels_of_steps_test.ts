import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { fit } from "../../../lib/train/fit.ts";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const classes = tf.tensor2d([[0, 1, 2], [2, 1, 0]], [2, 3], "int32");
const withAxis = classes.expandDims(-1);
const x = tf.ones([2, 3, 1]);

function model(): tf.LayersModel {
  const made = tf.sequential({
    layers: [
      tf.layers.dense({
        inputShape: [3, 1],
        units: 3,
        activation: "softmax",
        kernelInitializer: "zeros",
      }),
    ],
  });
  made.compile({
    optimizer: tf.train.sgd(0.1),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return made;
}

Deno.test("labels of steps need no last axis in fit, evaluate and trainOnBatch, and leave no tensor", async () => {
  const made = model();
  const quiet = { display: false, shuffle: false } as const;
  const losses = async (y: tf.Tensor) => {
    const all = [
      (await fit(made, x, y, quiet)).history,
      (await made.fit(x, y, { shuffle: false, verbose: 0 })).history,
      await made.trainOnBatch(x, y),
    ];
    const tested = made.evaluate(x, y) as tf.Scalar[];
    const values = tested.map((each) => each.dataSync()[0]);
    tf.dispose(tested);
    return [...all, values];
  };
  const initial = made.getWeights().map((weight) => weight.clone());
  const expected = await losses(withAxis);
  made.setWeights(initial);
  const before = tf.memory().numTensors;
  deepStrictEqual(await losses(classes), expected);
  strictEqual(tf.memory().numTensors, before);
});
