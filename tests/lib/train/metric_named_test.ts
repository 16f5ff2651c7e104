import { strictEqual } from "node:assert/strict";
import { metricNamed } from "../../../lib/train/metric_named.ts";

Deno.test("metricNamed() finds a metric by Keras's name, by tfjs's, and by no part of one", () => {
  const logged = ["loss", "val_acc", "head_acc", "ce", "balance"];
  strictEqual(metricNamed("val_acc", logged), "val_acc");
  strictEqual(metricNamed("val_accuracy", logged), "val_acc");
  strictEqual(metricNamed("head_accuracy", logged), "head_acc");
  strictEqual(metricNamed("crossentropy", logged), "ce");
  strictEqual(metricNamed("acc", ["accuracy"]), "accuracy");
  strictEqual(metricNamed("accuracy", logged), undefined);
  strictEqual(metricNamed("balan", logged), undefined);
  // What is logged under the very name comes first.
  strictEqual(metricNamed("acc", ["accuracy", "acc"]), "acc");
});
