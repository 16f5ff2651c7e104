import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { PlotlyObject } from "../../../lib/plot/figure.ts";
import { maskHeatmap } from "../../../lib/plot/mask_heatmap.ts";

function axisTitle(axis: unknown): unknown {
  return ((axis as PlotlyObject).title as PlotlyObject).text;
}

await tf.setBackend("cpu");

Deno.test("maskHeatmap() takes values with a shape and a single one, and refuses none", async () => {
  const shaped = { shape: [2, 2], data: Float32Array.of(2, 0, 2, 0) };
  const { summary } = await maskHeatmap(shaped);
  strictEqual(summary, "Dropout mask: 50 % dropped");
  strictEqual((await maskHeatmap({ a: shaped })).data.length, 1);
  const { data } = await maskHeatmap(tf.scalar(0));
  deepStrictEqual(data[0].z, [[0]]);
  for (const none of [[], tf.zeros([0, 4]), {}, 3 as never]) {
    await rejects(maskHeatmap(none), RangeError);
  }
});

Deno.test("maskHeatmap() draws samples down and units across", async () => {
  const { data, layout } = await maskHeatmap([[0, 2, 2], [2, 0, 0]]);
  deepStrictEqual(data.map(({ z }) => z), [[[0, 1, 1], [1, 0, 0]]]);
  deepStrictEqual([layout.xaxis, layout.yaxis].map(axisTitle), [
    "unit",
    "sample",
  ]);
});

Deno.test("maskHeatmap() draws one map per channel of an image", async () => {
  // Two pixels of three channels; the second channel is dropped whole.
  const { data } = await maskHeatmap([[[[2, 0, 2], [0, 0, 2]]]]);
  deepStrictEqual(data.map(({ z }) => z), [[[1, 0]], [[0, 0]], [[1, 1]]]);
});

Deno.test("maskHeatmap() numbers no channel where there is only one", async () => {
  const { layout } = await maskHeatmap({ first: [[[[2], [0]]]] });
  const [annotation] = layout.annotations as { text: string }[];
  strictEqual(annotation.text, "first");
});

Deno.test("maskHeatmap() draws time across and features down", async () => {
  const { data, layout } = await maskHeatmap([[[0, 2], [0, 2], [2, 2]]]);
  deepStrictEqual(data.map(({ z }) => z), [[[0, 0, 1], [1, 1, 1]]]);
  deepStrictEqual([layout.xaxis, layout.yaxis].map(axisTitle), [
    "time (step)",
    "feature",
  ]);
});

Deno.test("maskHeatmap() draws whole channels as units", async () => {
  const { data, layout } = await maskHeatmap([[[[0, 2, 2]]], [[[2, 0, 0]]]]);
  deepStrictEqual(data.map(({ z }) => z), [[[0, 1, 1], [1, 0, 0]]]);
  deepStrictEqual([layout.xaxis, layout.yaxis].map(axisTitle), [
    "channel",
    "sample",
  ]);
});

Deno.test("maskHeatmap() says what share is dropped", async () => {
  strictEqual(
    (await maskHeatmap([[0, 2, 2, 2]])).summary,
    "Dropout mask: 25 % dropped",
  );
});

Deno.test("maskHeatmap() leaves the title as given, and notes the share below", async () => {
  const { layout } = await maskHeatmap([[0, 2, 2, 2]], { title: "Step 1" });
  const { text, subtitle } = layout.title as Record<string, unknown>;
  strictEqual(text, "Step 1");
  strictEqual((subtitle as { text: string }).text, "25 % dropped");
});

Deno.test("maskHeatmap() speaks of no share where nothing can be dropped", async () => {
  const noise = [[0.1, 0.5, 0.9, 1.3, 1.7]];
  strictEqual((await maskHeatmap(noise)).summary, "Dropout mask");
});

Deno.test("maskHeatmap() cuts what is too large and says so", async () => {
  const rows = Array.from({ length: 1000 }, () => new Float32Array(1000));
  const figure = await maskHeatmap(rows);
  ok(JSON.stringify(figure).length < 100_000);
  strictEqual(
    figure.summary,
    "Dropout mask: 100 % dropped; 64 of 1000 samples, 256 of 1000 units",
  );
});

Deno.test("maskHeatmap() throws on a sample that is not in the batch", async () => {
  await rejects(maskHeatmap([[[[1], [1]]]], { sample: 1 }), RangeError);
});

Deno.test("maskHeatmap() throws on more than four dimensions", async () => {
  await rejects(maskHeatmap([[[[[1], [1]]]]]), RangeError);
});

Deno.test("maskHeatmap() says the share of each of several masks", async () => {
  const { layout } = await maskHeatmap({
    a: [[0, 2, 2, 2]],
    b: [[0, 0, 2, 2]],
  });
  const texts = (layout.annotations as { text: string }[]).map(({ text }) =>
    text
  );
  deepStrictEqual(texts, ["a · 25 %", "b · 50 %"]);
});

Deno.test("maskHeatmap() shortens headings that would reach into the next one", async () => {
  const name = "inception_v3/mixed7/branch7x7dbl/dropout_of_the_branch";
  const masks = { [`${name}_1`]: [[0, 2]], [`${name}_2`]: [[2, 2]] };
  const { layout } = await maskHeatmap(masks);
  const titles = (layout.annotations as PlotlyObject[]).map(({ text }) => text);
  deepStrictEqual(titles, [
    "inception_v3/mixed7/…the_branch_1 · 50 %",
    "inception_v3/mixed7/…_the_branch_2 · 0 %",
  ]);
});

Deno.test("maskHeatmap() tells what many rates keep from what they drop", async () => {
  const kept = [1.25, 1.5, 2, 3, 10];
  const figure = await maskHeatmap(
    Object.fromEntries(kept.map((value) => [`× ${value}`, [[0, value]]])),
  );
  deepStrictEqual(
    figure.data.map(({ z }) => z),
    kept.map(() => [[0, 1]]),
  );
  const { colorbar } = figure.layout.coloraxis as { colorbar: PlotlyObject };
  deepStrictEqual(colorbar.ticktext, ["dropped", "kept"]);
  strictEqual(figure.summary, "Dropout mask: 50 % dropped");
});
