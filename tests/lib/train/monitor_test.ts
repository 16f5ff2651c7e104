import { strictEqual } from "node:assert/strict";
import { Monitor } from "../../../lib/train/monitor.ts";

const MORE = [
  "val_acc",
  "accuracy",
  "val_auc",
  "right_precision",
  "recall",
  "r2Score",
  "f1",
  "cosineSimilarity",
];

// The loss of an output called accent; tfjs's cosine is -1 at best.
const LESS = ["loss", "val_loss", "mae", "accent_loss", "cosine"];

for (const name of [...MORE, ...LESS]) {
  const isMore = MORE.includes(name);
  Deno.test(`by default ${isMore ? "more" : "less"} of ${name} is better`, () => {
    const monitor = new Monitor("earlyStopping", { monitor: name });
    strictEqual(monitor.improves(2, 1, { [name]: 2 }), isMore);
    strictEqual(monitor.improves(1, 2, { [name]: 1 }), !isMore);
  });
}
