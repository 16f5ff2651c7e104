import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";
import { audit } from "../../../lib/weights/audit.ts";
import { freeze } from "../../../lib/weights/freeze.ts";

await tf.setBackend("cpu");

/** `base` (dense, dropout, both normalizations), then `head`. */
function model(): tf.Sequential {
  const base = tf.sequential({
    name: "base",
    layers: [
      tf.layers.dense({ name: "dense", units: 4, inputShape: [3] }),
      dropout({ rate: 0.25, name: "drop" }),
      batchNormalization({ name: "ours" }),
      tf.layers.batchNormalization({ name: "theirs" }),
    ],
  });
  return tf.sequential({
    layers: [base, tf.layers.dense({ name: "head", units: 2 })],
  });
}

const SHIFT =
  "base/drop: base/ours will see at prediction 0.75 of the variance it sees in training";

Deno.test("audit() counts what trains, what is frozen and what is state", () => {
  const one = model();
  freeze(one, "base");
  const { rows } = audit(one);
  deepStrictEqual(
    rows.map(({ path, className, trains, frozen, state }) => [
      path,
      className,
      trains,
      frozen,
      state,
    ]),
    [
      ["base/dense", "Dense", 0, 16, 0],
      ["base/drop", "Dropout", 0, 0, 0],
      ["base/ours", "BatchNormalization", 0, 8, 8],
      ["base/theirs", "BatchNormalization", 0, 8, 8],
      ["head", "Dense", 10, 0, 0],
    ],
  );
  deepStrictEqual(audit(one).toTable().rows.at(-1), [
    "all",
    "",
    10,
    32,
    16,
    "",
  ]);
});

Deno.test("audit() warns of what is active although frozen", () => {
  const one = model();
  deepStrictEqual(audit(one).notes, [SHIFT]);
  freeze(one, "base");
  const drops = "base/drop: drops 0.25 in training although frozen";
  const infers = "uses its moving averages and keeps them, since it is frozen";
  deepStrictEqual(audit(one).notes, [
    drops,
    SHIFT,
    `base/ours: ${infers}`,
    `base/theirs: ${infers}`,
  ]);
  freeze(one, "base", { batchNormalization: "asTfjs" });
  const moves = "its state moves in training although nothing of it trains";
  deepStrictEqual(audit(one).notes, [
    drops,
    SHIFT,
    `base/ours: ${moves}`,
    `base/theirs: ${moves}`,
  ]);
});

Deno.test("audit() sees a model frozen as a whole", () => {
  const one = model();
  one.layers[0].trainable = false;
  const { rows } = audit(one);
  strictEqual(rows.find(({ path }) => path === "base/dense")?.frozen, 16);
});

Deno.test("audit() shows itself as text and HTML", () => {
  const table = audit(model()).toTable();
  match(table.toText(), /^layer +class +trains/);
  match(table.toHtml(), /^<table>/);
});
