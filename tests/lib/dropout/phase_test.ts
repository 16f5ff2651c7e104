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
  getLearningPhase,
  setLearningPhase,
  withPhase,
} from "../../../lib/dropout/phase.ts";

await tf.setBackend("cpu");

// So many that each layer surely keeps some.
const x = tf.ones([16, 32]);

/** `base/ours`, `base/theirs`, then `last`: three layers that drop. */
function model(): tf.Sequential {
  const base = tf.sequential({
    name: "base",
    layers: [
      dropout({ rate: 0.5, name: "ours", inputShape: [32] }),
      tf.layers.dropout({ rate: 0.5, name: "theirs" }),
    ],
  });
  return tf.sequential({
    layers: [base, dropout({ rate: 0.5, name: "last" })],
  });
}

const apply = (model: tf.LayersModel, training: boolean) =>
  Math.max(...(model.apply(x, { training }) as tf.Tensor).dataSync());

/** Each layer that drops doubles what it keeps: the largest value tells how many did. */
const CASES: [string, Parameters<typeof withPhase>[1], number, number][] = [
  ["all in training", "training", 8, 8],
  ["all in inference", "inference", 1, 1],
  ["one in inference", { inference: "ours" }, 4, 1],
  ["a nested model in training", { training: "base" }, 8, 4],
  ["two plans", { training: "ours", inference: "last" }, 4, 2],
];

for (const [what, plan, inTraining, inPrediction] of CASES) {
  Deno.test(`withPhase() puts ${what}`, () => {
    const one = model();
    withPhase(one, plan, () => {
      strictEqual(apply(one, true), inTraining);
      strictEqual(apply(one, false), inPrediction);
    });
    strictEqual(apply(one, true), 8);
    strictEqual(apply(one, false), 1);
  });
}

Deno.test("withPhase() does not look at trainable", () => {
  const one = model();
  one.trainable = false;
  for (const layer of one.layers) layer.trainable = false;
  strictEqual(withPhase(one, "training", () => apply(one, false)), 8);
});

Deno.test("withPhase() lets the inner of two plans hold, then the outer again", () => {
  const one = model();
  withPhase(one, "inference", () => {
    withPhase(one, { training: "ours" }, () => {
      strictEqual(apply(one, true), 2);
    });
    strictEqual(apply(one, true), 1);
  });
});

Deno.test("withPhase() is over after a throw and a rejection", async () => {
  const one = model();
  const fail = () => {
    throw new Error("no");
  };
  throws(() => withPhase(one, "training", fail));
  await rejects(withPhase(one, "training", () => Promise.reject(new Error())));
  strictEqual(apply(one, false), 1);
});

Deno.test("withPhase() is over when its cell is stopped", () => {
  const one = model();
  withPhase(one, "training", () => new Promise(() => {}));
  strictEqual(apply(one, false), 8);
  globalThis.dispatchEvent(new Event("interrupted"));
  strictEqual(apply(one, false), 1);
});

Deno.test("withPhase() survives fits", async () => {
  const records: boolean[] = [];
  const layer = dropout({ rate: 0.5, inputShape: [32] });
  layer.onDraw = () => records.push(true);
  const one = tf.sequential({ layers: [layer, tf.layers.dense({ units: 1 })] });
  one.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const fit = () => one.fit(x, tf.ones([16, 1]), { epochs: 1, verbose: 0 });
  await withPhase(one, "inference", async () => {
    await fit();
    await fit();
  });
  deepStrictEqual(records, []);
  await fit();
  deepStrictEqual(records, [true]);
});

Deno.test("withPhase() works inside wrappers", () => {
  const inner = dropout({ rate: 0.5 });
  const one = tf.sequential({
    layers: [tf.layers.timeDistributed({ layer: inner, inputShape: [3, 8] })],
  });
  const y = withPhase(
    one,
    { training: inner.name },
    () => one.predict(tf.ones([4, 3, 8])) as tf.Tensor,
  );
  deepStrictEqual(new Set(y.dataSync()), new Set([0, 2]));
});

Deno.test("withPhase() refuses a layer in both phases, and changes nothing", () => {
  const one = model();
  const plan = { training: "ours", inference: "base" };
  throws(() => withPhase(one, plan, () => {}), /base\/ours in both phases/);
  strictEqual(apply(one, true), 8);
});

for (const plan of ["train", { train: "ours" }, {}, null]) {
  Deno.test(`withPhase() refuses ${JSON.stringify(plan)}, which is no plan`, () => {
    throws(
      () => withPhase(model(), plan as "training", () => {}),
      /A phase is training or inference/,
    );
  });
}

Deno.test("setLearningPhase() fixes the phase of fit() and predict()", () => {
  const one = model();
  try {
    setLearningPhase(1);
    const y = one.predict(x) as tf.Tensor;
    strictEqual(Math.max(...y.dataSync()), 8);
    setLearningPhase(0);
    strictEqual(apply(one, true), 1);
    strictEqual(
      withPhase(one, { training: "last" }, () => apply(one, true)),
      2,
    );
    strictEqual(getLearningPhase(), 0);
  } finally {
    setLearningPhase(null);
  }
  strictEqual(apply(one, true), 8);
});

Deno.test("setLearningPhase() refuses what is no phase", () => {
  throws(() => setLearningPhase(2 as 1), RangeError);
  ok(getLearningPhase() === null);
});
