import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const options = {
  stateful: true,
  returnSequences: true,
  batchInputShape: [4, 3, 2],
};

const MODELS: Record<string, () => tf.Sequential> = {
  "layers, one within a model in the model": () =>
    tf.sequential({
      layers: [
        tf.sequential({
          layers: [tf.layers.lstm({ ...options, units: 2 })],
        }),
        tf.layers.gru({ ...options, units: 2 }),
      ],
    }),
  "a convolutional layer": () =>
    tf.sequential({
      layers: [
        tf.layers.convLstm2d({
          ...options,
          batchInputShape: [4, 3, 2, 2, 1],
          filters: 1,
          kernelSize: 1,
        }),
      ],
    }),
};

for (const [name, make] of Object.entries(MODELS)) {
  Deno.test(`states of one step are kept of ${name}, and the next begins where it ended`, async () => {
    const model = make();
    model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
    const shape = model.inputs[0].shape as number[];
    const [x, y] = [tf.ones(shape), tf.zeros(shape)];
    const counts: number[] = [];
    const losses: unknown[] = [];
    for (let step = 0; step < 3; step++) {
      losses.push(await model.trainOnBatch(x, y));
      counts.push(tf.memory().numTensors);
    }
    deepStrictEqual(counts, counts.map(() => counts[0]));
    notDeepStrictEqual(losses[1], losses[0]);

    const optimizer = tf.train.sgd(0);
    const before = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) {
      optimizer.minimize(() =>
        (model.apply(x, { training: true }) as tf.Tensor).mean()
      );
    }
    deepStrictEqual(tf.memory().numTensors, before);
  });
}
