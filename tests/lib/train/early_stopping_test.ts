import { strictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { EarlyStopping } from "../../../lib/train/early_stopping.ts";

await tf.ready();

function watch(values: number[], options: object): number | undefined {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  const stopping = new EarlyStopping({ monitor: "value", ...options });
  const at = values.findIndex((value, epoch) =>
    stopping.observe(model, epoch, { value })
  );
  stopping.restore();
  stopping.dispose();
  model.dispose();
  return at < 0 ? undefined : at;
}

Deno.test("EarlyStopping stops after the epochs of its patience", () => {
  strictEqual(watch([3, 2, 2, 2, 1], { patience: 2 }), 3);
  strictEqual(watch([3, 2, 2, 1], { patience: 2 }), undefined);
});

Deno.test("EarlyStopping ignores changes below minDelta", () => {
  strictEqual(watch([3, 2.9, 2.8], { patience: 1, minDelta: 0.5 }), 1);
});

Deno.test("EarlyStopping takes more for better in accuracies and where told", () => {
  strictEqual(watch([1, 2, 3, 2], { patience: 1, mode: "max" }), 3);
});

Deno.test("EarlyStopping watches val_loss where there is validation, loss elsewhere", () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  const stopping = new EarlyStopping({ patience: 1 });
  stopping.observe(model, 0, { loss: 1, val_loss: 9 });
  // An epoch without validation waits for the next that has one.
  stopping.hasValidation = true;
  strictEqual(stopping.observe(model, 1, { loss: 5 }), false);
  throws(() => stopping.observe(model, 1, { val_mae: 5 }), RangeError);
  stopping.dispose();
  model.dispose();
});

Deno.test("EarlyStopping with a baseline stops although it improves below it", () => {
  strictEqual(watch([5, 4, 3, 3], { patience: 3, baseline: 1 }), 3);
  strictEqual(watch([5, 4, 3, 3], { patience: 3, baseline: 4.5 }), undefined);
});

Deno.test("EarlyStopping watches nothing before startFromEpoch", () => {
  strictEqual(watch([1, 2, 3, 2, 4], { patience: 1 }), 1);
  strictEqual(watch([1, 2, 3, 2, 4], { patience: 1, startFromEpoch: 2 }), 4);
});

Deno.test("EarlyStopping takes NaN for no improvement", () => {
  strictEqual(watch([1, NaN, NaN], { patience: 2 }), 2);
});

Deno.test("EarlyStopping throws on a metric that is not there", () => {
  const stopping = new EarlyStopping({ monitor: "val_auc" });
  throws(() => stopping.observe(tf.sequential(), 0, { loss: 1 }), RangeError);
});

Deno.test("EarlyStopping brings the best weights back, unless it is told not to", () => {
  for (const restoreBestWeights of [undefined, true, false]) {
    const dense = tf.layers.dense({
      units: 1,
      inputShape: [1],
      useBias: false,
    });
    const model = tf.sequential({ layers: [dense] });
    const stopping = new EarlyStopping({
      monitor: "value",
      patience: 5,
      restoreBestWeights,
    });
    for (const [epoch, value] of [3, 1, 2].entries()) {
      dense.setWeights([tf.tensor2d([[epoch]])]);
      stopping.observe(model, epoch, { value });
    }
    stopping.restore();
    const best = restoreBestWeights === false ? 2 : 1;
    strictEqual(dense.getWeights()[0].dataSync()[0], best);
    stopping.dispose();
    model.dispose();
  }
});
