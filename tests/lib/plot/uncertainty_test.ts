import {
  deepStrictEqual,
  match,
  rejects,
  strictEqual,
} from "node:assert/strict";
import { uncertainty } from "../../../lib/plot/uncertainty.ts";

Deno.test("uncertainty() draws a band of two standard deviations", async () => {
  const { data } = await uncertainty({ mean: [1, 2], variance: [0.25, 1] });
  deepStrictEqual(data[0].y, [2, 4, 0, 0]);
  deepStrictEqual(data[1].y, [1, 2]);
});

Deno.test("uncertainty() sorts values along x", async () => {
  const { data } = await uncertainty(
    { mean: [[1], [2]], variance: [[0], [0]] },
    { x: [5, 3] },
  );
  deepStrictEqual([data[1].x, data[1].y], [[3, 5], [2, 1]]);
});

Deno.test("uncertainty() orders classes from sure to unsure", async () => {
  const { data, summary } = await uncertainty({
    mean: [[0.5, 0.5], [0, 1]],
    variance: [[0.04, 0.04], [0, 0]],
  });
  deepStrictEqual(data[0].y, [1, 0.5]);
  deepStrictEqual(data[0].text, ["class 1", "class 0"]);
  deepStrictEqual((data[0].error_y as { array: number[] }).array, [0, 0.2]);
  strictEqual(
    summary,
    "Predictions of 2 samples in 2 classes, entropy up to 0.6931 of 0.6931 nats",
  );
});

Deno.test("uncertainty() throws on shapes that do not fit", async () => {
  await rejects(uncertainty({ mean: [1, 2], variance: [1] }), RangeError);
  await rejects(uncertainty({ mean: [], variance: [] }), RangeError);
  await rejects(uncertainty({ mean: [[[1]]], variance: [[[1]]] }), RangeError);
});

Deno.test("uncertainty() keeps the band of a probability in [0, 1]", async () => {
  const { data } = await uncertainty({
    mean: [0.99, 0.5, 0.02],
    variance: [0.009, 0.2, 0.01],
  });
  const band = data[0].y as number[];
  strictEqual(Math.max(...band), 1);
  strictEqual(Math.min(...band), 0);
});

Deno.test("uncertainty() leaves the band of other values as wide as it is", async () => {
  const { data } = await uncertainty({ mean: [0.9, 0.1], variance: [4, 4] });
  const band = data[0].y as number[];
  strictEqual(Math.max(...band), 4.9);
});

Deno.test("uncertainty() shows the spread of a single sample", async () => {
  const { data } = await uncertainty({ mean: [3], variance: [0.25] });
  const { array, arrayminus } = data[1].error_y as Record<string, number[]>;
  deepStrictEqual([array, arrayminus], [[1], [1]]);
});

Deno.test("uncertainty() leaves out what is no number, and says how many are shown", async () => {
  const one = await uncertainty({ mean: [1, NaN, 3], variance: [1, NaN, 4] }, {
    x: [10, 20, 30],
  });
  deepStrictEqual(one.data[1].x, [10, 30]);
  match(one.summary, /^Predictions of 2 samples, standard deviation at most 2/);
  const classes = await uncertainty({
    mean: [[0.25, 0.75], [NaN, NaN]],
    variance: [[0.1, 0.1], [NaN, NaN]],
  });
  match(JSON.stringify(classes.layout.title), /1 of 2(<br>| )samples/);
  await rejects(
    uncertainty({ mean: [NaN], variance: [NaN] }),
    /No prediction is a number/,
  );
});

Deno.test("uncertainty() refuses places that do not fit the predictions", async () => {
  const mc = { mean: [1, 2], variance: [1, 2] };
  await rejects(uncertainty(mc, { x: [1] }), /1 places for 2 samples/);
  const classes = { mean: [[0.5, 0.5]], variance: [[0.1, 0.1]] };
  await rejects(uncertainty(classes, { x: [1] }), /one value/);
});
