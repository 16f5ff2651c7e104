import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { EarlyStopping } from "../../../lib/train/early_stopping.ts";

await tf.ready();

function watch(values: number[], options: object): number | undefined {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [1] })],
  });
  const stopping = new EarlyStopping({ monitor: "value", ...options }, false);
  const at = values.findIndex((value, epoch) =>
    stopping.observe(model, epoch, { value })
  );
  stopping.restore();
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
  const monitors = [true, false].map((hasValidation) =>
    new EarlyStopping({}, hasValidation).monitor
  );
  deepStrictEqual(monitors, ["val_loss", "loss"]);
});

Deno.test("EarlyStopping takes NaN for no improvement", () => {
  strictEqual(watch([1, NaN, NaN], { patience: 2 }), 2);
});

Deno.test("EarlyStopping throws on a metric that is not there", () => {
  const stopping = new EarlyStopping({ monitor: "val_auc" }, true);
  throws(() => stopping.observe(tf.sequential(), 0, { loss: 1 }), RangeError);
});
