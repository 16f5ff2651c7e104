import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { kerasDifferences } from "../../../lib/layers/keras_differences.ts";

await tf.setBackend("cpu");

function modelOf(...layers: tf.layers.Layer[]): tf.Sequential {
  return tf.sequential({ layers });
}

Deno.test("kerasDifferences() names what computes otherwise in Keras, in wrappers and cells too", () => {
  const model = modelOf(
    tf.layers.bidirectional({
      layer: tf.layers.lstm({ units: 2, returnSequences: true }),
      mergeMode: "concat",
      inputShape: [3, 2],
      name: "both",
    }),
    tf.layers.gru({ units: 2, name: "gru" }),
    tf.layers.dense({ units: 2, activation: "hardSigmoid", name: "hard" }),
  );
  const found = kerasDifferences(model);
  strictEqual(found.length, 4);
  match(found[0], /^both\/forward_.* has the recurrentActivation hardSigmoid/);
  match(found[2], /^gru\/.* has the recurrentActivation hardSigmoid/);
  match(found[3], /^hard has the activation hardSigmoid/);
  const upSampling = tf.layers.upSampling2d({
    size: [2, 2],
    interpolation: "bilinear",
    inputShape: [2, 2, 1],
    name: "up",
  });
  match(kerasDifferences(modelOf(upSampling))[0], /^up interpolates/);
});

Deno.test("kerasDifferences() has nothing to say of layers that agree", () => {
  const recurrentActivation = "sigmoid";
  deepStrictEqual(
    kerasDifferences(modelOf(
      tf.layers.lstm({
        units: 2,
        recurrentActivation,
        returnSequences: true,
        inputShape: [3, 2],
      }),
      tf.layers.gru({ units: 2, recurrentActivation }),
      tf.layers.dense({ units: 2, activation: "sigmoid" }),
    )),
    [],
  );
});
