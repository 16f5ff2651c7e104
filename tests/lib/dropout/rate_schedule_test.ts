import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  ok,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import { dropout } from "../../../lib/dropout/dropout.ts";
import {
  annealedRate,
  curriculumRate,
  linearRate,
  rateCallback,
  setRate,
} from "../../../lib/dropout/rate_schedule.ts";

await tf.setBackend("cpu");

Deno.test("linearRate() goes from one rate to the other and stays", () => {
  deepStrictEqual([0, 1, 2, 3].map(linearRate(0.25, 0.75, 2)), [
    0.25,
    0.5,
    0.75,
    0.75,
  ]);
});

Deno.test("annealedRate() ends without dropout", () => {
  deepStrictEqual([0, 2, 4, 9].map(annealedRate(0.5, 4)), [0.5, 0.25, 0, 0]);
});

Deno.test("curriculumRate() starts without dropout and tends to the rate", () => {
  const rate = curriculumRate(0.5, 10 / 100);
  strictEqual(rate(0), 0);
  strictEqual(rate(10), 0.5 * (1 - Math.exp(-1)));
  ok(0.5 - rate(100) < 0.5 * 5e-5);
});

Deno.test("a schedule refuses what gives no rate", () => {
  throws(() => linearRate(0, 1.5, 2), /Rate must be in \[0, 1\], got 1.5/);
  throws(() => annealedRate(20, 2), /Rate must be in \[0, 1\], got 20/);
  throws(() => curriculumRate(-1, 2), /Rate must be in \[0, 1\], got -1/);
  throws(() => linearRate(0, 1, 0), /Duration must be more than 0, got 0/);
  throws(() => curriculumRate(1, 0), /Pace must be more than 0, got 0/);
});

Deno.test("setRate() says which layers have a rate where none is meant", () => {
  const head = tf.layers.dense({ units: 1, name: "head", inputShape: [2] });
  const plain = tf.sequential({ name: "plain", layers: [head] });
  throws(
    () => setRate(plain, 0.1),
    /^RangeError: No layer of plain has a rate$/,
  );
  const layers = [
    dropout({ rate: 0.5, name: "drop", inputShape: [2] }),
    tf.layers.dense({ units: 1, name: "top" }),
  ];
  throws(
    () => setRate(tf.sequential({ name: "mixed", layers }), 0.1, "top"),
    /means no layer with a rate; those of mixed with one: drop$/,
  );
});

for (
  const [every, rates] of [["epoch", [0.25, 0.25, 0.5, 0.5]], ["batch", [
    0.25,
    0.5,
    0.75,
    0.75,
  ]]] as const
) {
  Deno.test(`rateCallback() sets the rate before each ${every}`, async () => {
    const layer = dropout({ rate: 0, name: "drop", inputShape: [2] });
    const seen: number[] = [];
    layer.onDraw = ({ rate }) => seen.push(rate);
    const model = tf.sequential({
      layers: [layer, dropout({ rate: 0.1 }), tf.layers.dense({ units: 1 })],
    });
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const schedule = linearRate(0.25, 0.75, 2);
    await model.fit(tf.ones([4, 2]), tf.ones([4, 1]), {
      epochs: 2,
      batchSize: 2,
      verbose: 0,
      callbacks: rateCallback(model, schedule, { filter: "drop", every }),
    });
    deepStrictEqual(seen, [...rates]);
    strictEqual((model.layers[1] as typeof layer).rate, 0.1);
  });
}

Deno.test("rateCallback() ends a fit whose schedule leaves [0, 1]", async () => {
  const model = tf.sequential({
    layers: [
      dropout({ rate: 0, inputShape: [2] }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  await rejects(
    model.fit(tf.ones([4, 2]), tf.ones([4, 1]), {
      verbose: 0,
      callbacks: rateCallback(model, () => 1.5),
    }),
    RangeError,
  );
});
