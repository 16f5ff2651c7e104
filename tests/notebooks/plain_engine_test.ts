/**
 * The core claims by the library and by a second engine that shares no code
 * with it. What is random is compared within four standard errors, what is not
 * to float32's rounding.
 */

import * as tf from "@tensorflow/tfjs";
import { ok, strictEqual } from "node:assert/strict";
import * as thaw from "../../lib/mod.ts";
import { agreementTable } from "./agreement.ts";
import * as plain from "./plain_engine.ts";

await tf.setBackend("cpu");

const RATE = 0.3;
const [SAMPLES, INPUTS, HIDDEN, OUTPUTS] = [6, 5, 8, 3];
const random = plain.generator(1);
const weights = {
  x: plain.fill(SAMPLES, INPUTS, plain.normal(random)),
  first: plain.fill(INPUTS, HIDDEN, plain.normal(random)),
  second: plain.fill(HIDDEN, OUTPUTS, plain.normal(random)),
};

/** The same two layers, their dropout frozen or not. */
function libraryModel(trainable: boolean, rate = RATE) {
  const { dense } = tf.layers;
  const model = tf.sequential({
    layers: [
      dense({
        units: HIDDEN,
        activation: "relu",
        useBias: false,
        inputShape: [INPUTS],
      }),
      thaw.dropout({ rate, seed: 3, trainable }),
      dense({ units: OUTPUTS, useBias: false }),
    ],
  });
  model.setWeights(
    [weights.first, weights.second].map((it) => tf.tensor2d(it)),
  );
  return model;
}

/** The next mask of a model's dropout, as numbers. */
function recorded(model: tf.Sequential, act: () => void): plain.Matrix {
  const masks: thaw.MaskRecord[] = [];
  thaw.recordMasks(model, masks, act);
  strictEqual(masks.length, 1);
  return thaw.maskOf(masks[0]).arraySync() as plain.Matrix;
}

function close(a: plain.Matrix, b: plain.Matrix): void {
  const largest = Math.max(...b.flat().map(Math.abs));
  // A few float32 roundings of sums of eight terms.
  const far = plain.zip(a, b, (one, two) => Math.abs(one - two)).flat();
  ok(Math.max(...far) <= 1e-6 * largest, `${Math.max(...far)} of ${largest}`);
}

Deno.test("both engines agree on outputs, frozen or not, in training and at prediction", () => {
  for (const trainable of [true, false]) {
    const model = libraryModel(trainable);
    for (const training of [true, false]) {
      let output: unknown;
      const run = () => {
        output =
          (model.apply(tf.tensor2d(weights.x), { training }) as tf.Tensor)
            .arraySync();
      };
      const mask = training
        ? recorded(model, run)
        : (run(), plain.fill(SAMPLES, HIDDEN, () => 1));
      close(output as plain.Matrix, plain.forward({ ...weights, mask }));
    }
  }
});

Deno.test("both engines agree on the gradients before and after a dropout", () => {
  for (const rate of [RATE, 1]) {
    const model = libraryModel(false, rate);
    const variables = model.getWeights(true).map((_, i) =>
      thaw.listWeights(model)[i].variable.read() as tf.Variable
    );
    let grads: tf.Tensor[] = [];
    const mask = recorded(model, () => {
      const loss = () =>
        (model.apply(tf.tensor2d(weights.x), { training: true }) as tf.Tensor)
          .sum() as tf.Scalar;
      const found = tf.variableGrads(loss, variables).grads;
      grads = variables.map(({ name }) => found[name]);
    });
    const expected = plain.gradients({ ...weights, mask });
    if (rate === 1) ok(expected.first.flat().every((value) => value === 0));
    for (const [i, name] of (["first", "second"] as const).entries()) {
      if (rate === 1) {
        ok((grads[i].abs().max().dataSync()[0]) === 0, name);
      } else close(grads[i].arraySync() as plain.Matrix, expected[name]);
    }
  }
});

Deno.test("both engines drop, scale and share as the formulas say", () => {
  const count = 40_000;
  const plainMask =
    plain.fill(1, count, plain.maskValue(RATE, plain.generator(2)))[0];
  const library = thaw.dropout({ rate: RATE, seed: 5 })
    .apply(tf.ones([1, count]), { training: true }) as tf.Tensor;
  const error = Math.sqrt(RATE * (1 - RATE) / count);
  for (const mask of [plainMask, [...library.dataSync()]]) {
    const dropped = mask.filter((value) => value === 0).length / count;
    ok(Math.abs(dropped - RATE) < 4 * error, `${dropped}`);
    ok(Math.abs(plain.mean(mask) - 1) < 4 * error / (1 - RATE));
    // Divided by the rate it would be (1 - rate) / rate.
    const byRate = mask.map((value) => value === 0 ? 0 : 1 / RATE);
    ok(Math.abs(plain.mean(byRate) - (1 - RATE) / RATE) < 4 * error / RATE);
  }
});

Deno.test("both engines drop neurons in part without a noise shape, and whole with one", () => {
  const [units, steps] = [2000, 10];
  const chance = 1 - 0.8 ** steps - 0.2 ** steps;
  const error = 4 * Math.sqrt(chance * (1 - chance) / units);
  const inPart = (rows: plain.Matrix) =>
    rows.filter((row) => new Set(row).size > 1).length / units;
  const draw = plain.maskValue(0.2, plain.generator(4));
  const each = plain.fill(units, steps, draw);
  const shared = plain.fill(units, 1, draw).map(([value]) =>
    Array(steps).fill(value)
  );
  const masks = [null, [1, 1, units]].map((noiseShape) => {
    const layer = thaw.dropout({ rate: 0.2, seed: 6, noiseShape });
    const mask = layer.apply(tf.ones([1, steps, units]), {
      training: true,
    }) as tf.Tensor;
    return plain.transposed((mask.arraySync() as plain.Matrix[])[0]);
  });
  for (const rows of [each, masks[0]]) {
    ok(Math.abs(inPart(rows) - chance) < error);
  }
  for (const rows of [shared, masks[1]]) strictEqual(inPart(rows), 0);
});

Deno.test("both engines find the same spread by Monte Carlo dropout", () => {
  const passes = 4000;
  const model = libraryModel(true);
  const x = weights.x.slice(0, 1);
  const library = thaw.monteCarlo(model, tf.tensor2d(x), { passes });
  const draw = plain.maskValue(RATE, plain.generator(7));
  const outputs = Array.from(
    { length: passes },
    () =>
      plain.forward({ ...weights, x, mask: plain.fill(1, HIDDEN, draw) })[0],
  );
  const [means, variances] = [library.mean, library.variance].map((
    it,
  ) => [...it.dataSync()]);
  for (let i = 0; i < OUTPUTS; i++) {
    const own = outputs.map((row) => row[i]);
    const spread = plain.variance(own);
    ok(
      Math.abs(plain.mean(own) - means[i]) < 4 * Math.sqrt(2 * spread / passes),
    );
    // The relative error of a variance is sqrt(2 / n) for normal values, and
    // less for the bounded ones here; two of them are compared.
    ok(Math.abs(spread / variances[i] - 1) < 4 * Math.sqrt(4 / passes), `${i}`);
  }
});

Deno.test("both engines see BatchNormalization shift by the same ratio", () => {
  const count = 60_000;
  for (const [rate, mean] of [[0.2, 0], [0.5, 0], [0.5, 1], [0.8, 1]]) {
    const predicted = 1 / ((1 + mean ** 2) / (1 - rate) - mean ** 2);
    const own = plain.varianceAtPrediction(rate, mean, count, 8);
    const norm = thaw.batchNormalization({ momentum: 0, epsilon: 1e-6 });
    const model = tf.sequential({
      layers: [
        tf.layers.inputLayer({ inputShape: [1] }),
        thaw.dropout({ rate, seed: 9 }),
        norm,
      ],
    });
    const x = thaw.drawNormal([count, 1], { seed: 1, layer: 2, step: 3 }, mean);
    model.apply(x, { training: true });
    const after = model.apply(x, { training: false }) as tf.Tensor;
    const library = tf.moments(after).variance.dataSync()[0];
    for (const found of [own, library]) {
      ok(Math.abs(found / predicted - 1) < 0.05, `${rate} ${mean} ${found}`);
    }
  }
});

Deno.test("notebooks/trust.md shows how the engines agree", () => {
  const readme = new URL("../../notebooks/trust.md", import.meta.url);
  ok(Deno.readTextFileSync(readme).includes(agreementTable()));
});
