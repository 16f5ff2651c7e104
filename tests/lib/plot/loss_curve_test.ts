import {
  deepStrictEqual,
  match,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import { lossCurve } from "../../../lib/plot/loss_curve.ts";

const history = {
  epoch: [0, 1],
  history: { loss: [1, 0.5], val_loss: [1, 0.75], acc: [0.1, 0.9] },
};

function endsOf(axis: unknown): [number, number] {
  const { autorangeoptions: { minallowed, maxallowed } } = axis as {
    autorangeoptions: { minallowed: number; maxallowed: number };
  };
  return [minallowed, maxallowed];
}

Deno.test("lossCurve() draws training and validation from epoch 1", () => {
  const { data } = lossCurve(history);
  deepStrictEqual(data.map(({ name, x, y }) => ({ name, x, y })), [
    { name: "training", x: [1, 2], y: [1, 0.5] },
    { name: "validation", x: [1, 2], y: [1, 0.75] },
  ]);
});

Deno.test("lossCurve() has no epoch 0 on its axis", () => {
  const { layout } = lossCurve({ loss: Array(20).fill(1) });
  const [low, high] = endsOf(layout.xaxis);
  ok(low > 0 && low < 1 && high > 20);
});

Deno.test("lossCurve() shortens long names of trainings, but not in words", () => {
  const name = "a training with a name that is longer than its plot";
  const { data, summary } = lossCurve({ [name]: { loss: [1, 2] } });
  strictEqual(data[0].name, "a training with …r than its plot, training");
  ok(summary.includes(name));
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

Deno.test("lossCurve() names the metrics there are where the one asked for is not", () => {
  throws(() => lossCurve(history, { metric: "auc" }), {
    name: "RangeError",
    message: "No history holds the metric auc; there are loss, acc",
  });
  throws(() => lossCurve({ loss: [] }), {
    name: "RangeError",
    message: "The metric loss has no values: no epoch has ended",
  });
});

Deno.test("lossCurve() marks where a value is no number, at the height of the one before", () => {
  const loss = [2, 1, NaN, 0.5, Infinity, NaN];
  const { data, summary } = lossCurve({
    epoch: loss.map((_, i) => i),
    history: { loss },
  });
  deepStrictEqual(data[0].y, [2, 1, null, 0.5, null, null]);
  deepStrictEqual(
    { name: data[1].name, x: data[1].x, y: data[1].y },
    { name: "no number", x: [3, 5, 6], y: [1, 0.5, 0.5] },
  );
  match(summary, /no number in epoch 3/);
});

Deno.test("lossCurve() places a validation that was not in every epoch", () => {
  const { data } = lossCurve({
    epoch: [0, 1, 2, 3],
    history: { loss: [4, 3, 2, 1], val_loss: [3, 1] },
  });
  deepStrictEqual(data[1].x, [2, 4]);
});

Deno.test("lossCurve() thins 100,000 epochs to 300 KB and keeps a spike", () => {
  const loss = Array.from({ length: 100_000 }, (_, i) => 1 / (1 + i / 1000));
  loss[54_321] = 7;
  const val_loss = loss.map((value) => value + 0.1);
  const epoch = loss.map((_, i) => i);
  const figure = lossCurve({ epoch, history: { loss, val_loss } });
  const at = (figure.data[0].y as number[]).indexOf(7);
  strictEqual((figure.data[0].x as number[])[at], 54_322);
  ok(JSON.stringify(figure).length < 300_000);
  const runs = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`run ${i}`, falling(5000)]),
  );
  ok(JSON.stringify(lossCurve(runs)).length < 300_000);
});

Deno.test("lossCurve() gives each of thirty trainings a colour of its own", () => {
  const runs = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`run ${i}`, history]),
  );
  const colors = lossCurve(runs).data.filter(({ name }) =>
    String(name).endsWith("training")
  ).map(({ line }) => (line as { color: string }).color);
  strictEqual(new Set(colors).size, 30);
  for (const color of colors) match(color, /^#[\da-f]{6}$/);
});

function falling(epochs: number) {
  const loss = Array.from({ length: epochs }, (_, at) => 1 / (1 + at / 10));
  return { epoch: loss.map((_, at) => at), history: { loss } };
}

Deno.test("lossCurve() draws many epochs without markers", () => {
  strictEqual(lossCurve(falling(50)).data[0].mode, "lines+markers");
  strictEqual(lossCurve(falling(51)).data[0].mode, "lines");
});

Deno.test("lossCurve() does not let the first epoch rule the axis, and says so", () => {
  const loss = [90, 1.2, 1.1, 1, 0.9, 0.85, 0.8];
  const { layout } = lossCurve({
    epoch: loss.map((_, i) => i),
    history: { loss },
  });
  const range = endsOf(layout.yaxis);
  ok(range[0] < 0.8 && range[1] > 1.2 && range[1] < 2, String(range));
  match(JSON.stringify(layout.title), /starts outside of the axis, at 90/);
  const { yaxis } = lossCurve(falling(20)).layout as { yaxis: object };
  strictEqual("autorangeoptions" in yaxis, false);
});

Deno.test("lossCurve() draws on a logarithmic axis, with gaps at 0", () => {
  const loss = [1, 0.1, 0, 0.01];
  const of = { epoch: [0, 1, 2, 3], history: { loss } };
  const { data, layout } = lossCurve(of, { scale: "log" });
  strictEqual((layout.yaxis as { type: string }).type, "log");
  deepStrictEqual(data[0].y, [1, 0.1, null, 0.01]);
  strictEqual((layout.yaxis as { dtick: string }).dtick, "D2");
  throws(() => lossCurve(of, { scale: "logs" as never }), /did you mean "log"/);
});

Deno.test("lossCurve() has the title that it is given", () => {
  const { layout, summary } = lossCurve(history, { title: "It <b>overfits" });
  match(JSON.stringify(layout.title), /It &lt;b&gt;overfits/);
  match(summary, /^It <b>overfits over 2 epochs/);
});

Deno.test("lossCurve() takes values by metric, as a loop of one's own has them", () => {
  const values = { loss: [3, 2, 1], val_loss: [3, 3, 2] };
  deepStrictEqual(
    lossCurve(values).data,
    lossCurve({ epoch: [0, 1, 2], history: values }).data,
  );
  deepStrictEqual(
    lossCurve({ a: values, b: history }).data.length,
    4,
  );
});

Deno.test("lossCurve() says what it takes", () => {
  for (
    const wrong of [undefined, null, 5, [], {}, { loss: 5 }, {
      a: { loss: [1] },
      b: undefined,
    }]
  ) {
    throws(() => lossCurve(wrong as never), {
      name: "TypeError",
      message: /^lossCurve\(\) takes what fit\(\) returns, or/,
    });
  }
});

Deno.test("lossCurve() breaks a long name of its axis into lines", () => {
  const unit = "a unit with so many words that they do not fit beside the plot";
  const { layout } = lossCurve(history, { unit });
  const { title } = layout.yaxis as { title: { text: string } };
  deepStrictEqual(title.text.split("<br>"), [
    "loss (a unit with so many words that",
    "they do not fit beside the plot)",
  ]);
});
