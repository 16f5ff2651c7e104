import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { lossCurve } from "../../../lib/plot/loss_curve.ts";

const history = {
  epoch: [0, 1],
  history: { loss: [1, 0.5], val_loss: [1, 0.75], acc: [0.1, 0.9] },
};

Deno.test("lossCurve() draws training and validation from epoch 1", () => {
  const { data } = lossCurve(history);
  deepStrictEqual(data.map(({ name, x, y }) => ({ name, x, y })), [
    { name: "training", x: [1, 2], y: [1, 0.5] },
    { name: "validation", x: [1, 2], y: [1, 0.75] },
  ]);
});

Deno.test("lossCurve() gives each of several trainings its colour", () => {
  const { data } = lossCurve({ a: history, b: history }, { metric: "acc" });
  deepStrictEqual(data.map(({ name }) => name), ["a, training", "b, training"]);
  strictEqual(
    new Set(data.map(({ line }) => (line as { color: string }).color)).size,
    2,
  );
});

Deno.test("lossCurve() shows names from users as they are", () => {
  const { data } = lossCurve({ "<b>&": history });
  strictEqual(data[0].name, "&lt;b&gt;&amp;, training");
});

Deno.test("lossCurve() says in words what it shows", () => {
  strictEqual(
    lossCurve(history).summary,
    "Loss per epoch over 2 epochs: training 1 to 0.5; validation 1 to 0.75",
  );
});

Deno.test("lossCurve() throws on a metric that was not recorded", () => {
  throws(() => lossCurve(history, { metric: "auc" }), RangeError);
});
