/** Metrics over batches against the numbers of Keras 3.15.1. */

import {
  deepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  auc,
  precision,
  recall,
  type StreamingMetric,
} from "../../../../lib/train/metrics/precision_recall.ts";

await tf.setBackend("cpu");

const y = [
  0,
  0,
  0,
  1,
  1,
  1,
  0,
  1,
  1,
  0,
  0,
  1,
  0,
  0,
  0,
  0,
  1,
  0,
  0,
  1,
  0,
  1,
  0,
  1,
  0,
  0,
  1,
  0,
  0,
  1,
  0,
  1,
  0,
  0,
  1,
  1,
  0,
  1,
  1,
  0,
];
const p = [
  0.0,
  1.0,
  0.165,
  0.524,
  0.86,
  0.655,
  0.354,
  0.465,
  0.31,
  0.653,
  0.06,
  0.891,
  0.258,
  0.666,
  0.28,
  0.656,
  0.689,
  0.168,
  0.519,
  0.772,
  0.479,
  0.625,
  0.155,
  0.749,
  0.075,
  0.485,
  0.745,
  0.264,
  0.559,
  0.436,
  0.273,
  0.859,
  0.266,
  0.499,
  0.729,
  0.959,
  0.694,
  0.807,
  0.866,
  0.107,
];
const w = [
  1.43,
  1.7,
  0.8,
  1.11,
  0.96,
  1.92,
  0.63,
  0.8,
  0.0,
  0.84,
  1.26,
  1.87,
  1.85,
  0.65,
  1.98,
  0.38,
  1.65,
  0.31,
  0.81,
  0.15,
  1.72,
  1.66,
  0.28,
  1.05,
  0.52,
  0.98,
  1.11,
  0.21,
  1.73,
  0.56,
  0.89,
  0.11,
  0.01,
  0.39,
  0.68,
  1.86,
  1.78,
  0.96,
  0.91,
  1.33,
];

const CASES: [string, () => StreamingMetric, number][] = [
  ["precision", () => precision(), 0.666666687],
  ["precision 0.3 weighted", () => precision({ threshold: 0.3 }), 0.599240601],
  ["recall", () => recall(), 0.823529422],
  ["recall 0.3 weighted", () => recall({ threshold: 0.3 }), 1],
  ["auc", () => auc(), 0.852941155],
  ["auc weighted", () => auc(), 0.840792894],
  ["auc PR", () => auc({ curve: "PR" }), 0.730297565],
  [
    "auc PR 20 weighted",
    () => auc({ curve: "PR", numThresholds: 20 }),
    0.704096913,
  ],
];

for (const [name, make, expected] of CASES) {
  Deno.test(`${name} over two batches is Keras's`, async () => {
    const metric = make();
    for (const [start, end] of [[0, 15], [15, 40]]) {
      const cut = (values: number[]) => tf.tensor1d(values.slice(start, end));
      const weights = name.includes("weighted") ? cut(w) : undefined;
      await metric.updateState(cut(y), cut(p), weights);
    }
    // Keras sums 40 weights in float32.
    const difference = Math.abs(metric.result() - expected);
    ok(difference < 40 * 2 ** -24, `differs by ${difference}`);
    metric.resetState();
    strictEqual(metric.result(), 0);
  });
}

Deno.test("metrics refuse what is no probability, does not fit, or is no option", async () => {
  await rejects(precision().updateState([1], [NaN]), RangeError);
  await rejects(recall().updateState([1, 0], [0.5]), RangeError);
  throws(() => auc({ numThresholds: 2 }), RangeError);
  throws(() => auc({ curve: "LIFT" as never }), RangeError);
  throws(
    () => precision({ thresholds: 1 } as object),
    /did you mean threshold/,
  );
  deepStrictEqual(precision().name, "precision");
});
