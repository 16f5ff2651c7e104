import { ok, strictEqual } from "node:assert/strict";
import {
  progressBundle,
  progressText,
  timeLeft,
} from "../../../lib/train/training_progress.ts";

const state = {
  epoch: 1,
  epochs: 4,
  batch: 10,
  batches: 40,
  logs: { loss: 0.51234, acc: 0.9 },
  left: 65_000,
};

Deno.test("progressText() tells epoch, batch, metrics and time left", () => {
  strictEqual(
    progressText(state),
    "epoch 2/4  [=====>              ]  10/40  loss 0.5123  acc 0.9  1:05 left",
  );
});

Deno.test("progressText() counts batches where their number is unknown", () => {
  strictEqual(
    progressText({ ...state, batches: undefined, left: undefined, logs: {} }),
    "epoch 2/4  batch 10",
  );
});

Deno.test("progressBundle() shows names of metrics as text", () => {
  const html = progressBundle({ ...state, logs: { "<b>": 1 } })["text/html"];
  ok(String(html).includes("&lt;b&gt; 1") && !String(html).includes("<b>"));
});

Deno.test("timeLeft() goes by the time per batch so far", () => {
  strictEqual(timeLeft(10, 2000, 30), 6000);
  strictEqual(timeLeft(0, 0, 30), undefined);
});
