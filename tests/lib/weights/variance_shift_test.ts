import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok } from "node:assert/strict";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";
import { varianceShifts } from "../../../lib/weights/variance_shift.ts";
import { drawNormal } from "../../../lib/random/draw_uniform.ts";

await tf.setBackend("cpu");

const dense = () => tf.layers.dense({ units: 2 });
const norm = (name = "norm") => batchNormalization({ name });

const CASES: [string, () => tf.layers.Layer[], number[]][] = [
  ["right before", () => [norm()], [0.6]],
  ["through one layer with weights", () => [dense(), norm()], [0.6]],
  [
    "through a nested model",
    () => [
      tf.sequential({ layers: [tf.layers.reLU({ inputShape: [4] }), norm()] }),
    ],
    [0.6],
  ],
  ["not through two layers with weights", () => [dense(), dense(), norm()], []],
  ["not through another normalization", () => [norm(), norm("second")], [0.6]],
];

for (const [what, layers, ratios] of CASES) {
  Deno.test(`varianceShifts() finds dropout before BatchNormalization ${what}`, () => {
    const model = tf.sequential({
      layers: [dropout({ rate: 0.4, inputShape: [4] }), ...layers()],
    });
    deepStrictEqual(varianceShifts(model).map(({ ratio }) => ratio), ratios);
  });
}

Deno.test("varianceShifts() follows dropout out of a nested model", () => {
  const base = tf.sequential({
    layers: [dropout({ rate: 0.4, name: "drop", inputShape: [4] })],
  });
  const [shift] = varianceShifts(tf.sequential({ layers: [base, norm()] }));
  deepStrictEqual(shift.dropout.path, `${base.name}/drop`);
  deepStrictEqual(shift.normalization.path, "norm");
});

Deno.test("varianceShifts() predicts what is measured, for inputs of mean 0", () => {
  const size = 40_000;
  const x = drawNormal([size, 1], { seed: 2, layer: 0, step: 0 });
  const layer = dropout({ rate: 0.4, seed: 1, inputShape: [1] });
  const [{ ratio }] = varianceShifts(
    tf.sequential({ layers: [layer, norm()] }),
  );
  const variance = (training: boolean) =>
    tf.moments(layer.apply(x, { training }) as tf.Tensor).variance
      .dataSync()[0];
  const measured = variance(false) / variance(true);
  // Four standard errors of two variances, of kurtosis 3 and 3 / 0.6.
  const error = 4 * Math.sqrt((2 + 4) / size);
  ok(Math.abs(measured / ratio - 1) < error, `measured ${measured}`);
});
