/**
 * Times a training step of two of the pages' models by TensorFlow.js as it is
 * shipped, on one thread of WASM, by a clock, as a line of JSON: the least of
 * some steps after two. The others can't train there.
 *
 *     deno run -A tests/bench/shipped_steps.ts
 */

import * as tf from "@tensorflow/tfjs";
import * as wasm from "@tensorflow/tfjs-backend-wasm";
import { wasmFolder } from "../../lib/backend/wasm_files.ts";

const WARM_UPS = 2;

wasm.setWasmPaths(wasmFolder());
wasm.setThreadsCount(1);
tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
await tf.setBackend("wasm");

const { dense, dropout, flatten } = tf.layers;

function denseNet(): tf.Sequential {
  const model = tf.sequential({
    layers: [
      flatten({ inputShape: [28, 28] }),
      dense({ units: 128, activation: "relu" }),
      dropout({ rate: 0.2 }),
      dense({ units: 64, activation: "relu" }),
      dropout({ rate: 0.2 }),
      dense({ units: 10, activation: "softmax" }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
  return model;
}

function reviewNet(): tf.Sequential {
  const l2 = () => tf.regularizers.l2({ l2: 0.001 });
  const hidden = { units: 16, activation: "relu" } as const;
  const model = tf.sequential({
    layers: [
      dense({ ...hidden, kernelRegularizer: l2(), inputShape: [10_000] }),
      dense({ ...hidden, kernelRegularizer: l2() }),
      dropout({ rate: 0.5 }),
      dense({ units: 1, activation: "sigmoid" }),
    ],
  });
  model.compile({ optimizer: "rmsprop", loss: "binaryCrossentropy" });
  return model;
}

async function leastOf(
  model: tf.Sequential,
  x: tf.Tensor,
  y: tf.Tensor,
  steps: number,
): Promise<number> {
  let least = Infinity;
  for (let step = 0; step < WARM_UPS + steps; step++) {
    const start = performance.now();
    await model.trainOnBatch(x, y);
    if (step < WARM_UPS) continue;
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

const digits = tf.range(0, 128, 1, "int32").mod(tf.scalar(10, "int32"));
const times = {
  "Flatten-128-64-10": await leastOf(
    denseNet(),
    tf.randomUniform([128, 28, 28]),
    tf.oneHot(digits, 10).cast("float32"),
    40,
  ),
  "IMDB 16-16-1": await leastOf(
    reviewNet(),
    tf.randomUniform([512, 10_000]).less(0.01).cast("float32"),
    tf.randomUniform([512, 1]).less(0.5).cast("float32"),
    20,
  ),
};
console.log(JSON.stringify(times));
