import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  throws,
} from "node:assert/strict";
import { dropout } from "../../../lib/dropout/dropout.ts";
import {
  countMasks,
  fixMasks,
  type MaskRecord,
  recordMasks,
  replayMasks,
} from "../../../lib/dropout/masks.ts";
import { maskOf } from "../../../lib/layers/mask_drawer.ts";
import { multiHeadAttention } from "../../../lib/layers/multi_head_attention.ts";

await tf.setBackend("cpu");

const x = tf.ones([4, 16]);
const model = tf.sequential({
  layers: [
    dropout({ rate: 0.5, seed: 1, name: "first", inputShape: [16] }),
    dropout({ rate: 0.25, seed: 2, name: "second" }),
  ],
});
const run = () => [
  ...(model.apply(x, { training: true }) as tf.Tensor).dataSync(),
];

function record(): { records: MaskRecord[]; values: number[] } {
  const records: MaskRecord[] = [];
  const values = recordMasks(model, records, run);
  return { records, values };
}

Deno.test("recordMasks() names the masks that were applied", () => {
  const { records, values } = record();
  deepStrictEqual(records.map(({ path }) => path), ["first", "second"]);
  const product = maskOf(records[0]).mul(maskOf(records[1]));
  deepStrictEqual([...product.dataSync()], values);
  const before = records.length;
  run();
  strictEqual(records.length, before);
});

Deno.test("recordMasks() gives records that are short to print and go through JSON", () => {
  const { records, values } = record();
  const [{ draw }] = records;
  strictEqual(
    JSON.stringify(records[0]),
    JSON.stringify({
      path: "first",
      draw,
      rate: 0.5,
      inputShape: [4, 16],
      shared: false,
    }),
  );
  const kept = JSON.parse(JSON.stringify(records));
  deepStrictEqual(replayMasks(model, kept, run), values);
});

Deno.test("replayMasks() repeats a pass and leaves the streams where they were", () => {
  const { records, values } = record();
  const steps = () =>
    model.layers.map((layer) =>
      (layer as ReturnType<typeof dropout>).seedStream.step
    );
  const before = steps();
  deepStrictEqual(replayMasks(model, records, run), values);
  deepStrictEqual(steps(), before);
  notDeepStrictEqual(run(), values);
});

Deno.test("replayMasks() repeats several passes in their order", () => {
  const records: MaskRecord[] = [];
  const passes = () => [run(), run(), run()];
  const values = recordMasks(model, records, passes);
  notDeepStrictEqual(values[0], values[2]);
  deepStrictEqual(replayMasks(model, records, passes), values);
});

Deno.test("replayMasks() throws when the recorded masks run out", () => {
  const { records } = record();
  throws(() => replayMasks(model, records, () => [run(), run()]), RangeError);
});

Deno.test("replayMasks() repeats the rate that a schedule has changed since", () => {
  const layer = model.layers[0] as ReturnType<typeof dropout>;
  const { records, values } = record();
  layer.rate = 0.75;
  deepStrictEqual(replayMasks(model, records, run), values);
  strictEqual(layer.rate, 0.75);
  layer.rate = 0.5;
});

Deno.test("replayMasks() repeats a mask that was shared by all samples", () => {
  const layer = model.layers[0] as ReturnType<typeof dropout>;
  layer.sharedMask = true;
  const { records, values } = record();
  layer.sharedMask = false;
  deepStrictEqual(replayMasks(model, records, run), values);
});

Deno.test("masks are refused where none can be recorded, replayed or fixed", () => {
  const dense = tf.sequential({
    name: "plain",
    layers: [tf.layers.dense({ units: 1, inputShape: [16] })],
  });
  const { records } = record();
  const none = /No layer of plain draws masks/;
  throws(() => recordMasks(dense, [], () => {}), none);
  throws(() => fixMasks(dense, () => {}), none);
  const mixed = tf.sequential({
    layers: [
      dropout({ rate: 0.5, name: "drop", inputShape: [4] }),
      tf.layers.dense({ units: 1, name: "head" }),
    ],
  });
  const others = /means no layer that draws masks; those of .* that do: drop$/;
  throws(() => recordMasks(mixed, [], () => {}, "head"), others);
  throws(() => fixMasks(mixed, () => {}, "head"), others);
  throws(
    () => replayMasks(dense, records, () => {}),
    /No mask was recorded for a layer of plain; there are records for first, second/,
  );
});

Deno.test("fixMasks() holds the masks of the chosen layers still", () => {
  const [one, two] = fixMasks(model, () => [run(), run()]);
  deepStrictEqual(one, two);
  const [three, four] = fixMasks(model, () => [run(), run()], "first");
  notDeepStrictEqual(three, four);
});

Deno.test("attention's masks are recorded, replayed and fixed, one for each head", () => {
  const attention = multiHeadAttention({
    numHeads: 2,
    keyDim: 3,
    dropout: 0.5,
    name: "attention",
    inputShape: [4, 5],
  });
  const model = tf.sequential({ layers: [attention] });
  const x = tf.ones([3, 4, 5]);
  const run = () => [
    ...(model.apply(x, { training: true }) as tf.Tensor).dataSync(),
  ];
  const records: MaskRecord[] = [];
  const values = recordMasks(model, records, run);
  deepStrictEqual(records.map(({ path }) => path), ["attention"]);
  deepStrictEqual(maskOf(records[0]).shape, [3, 2, 4, 4]);
  notDeepStrictEqual(run(), values);
  deepStrictEqual(replayMasks(model, records, run), values);
  const [one, two] = fixMasks(model, () => [run(), run()]);
  deepStrictEqual(one, two);
});

Deno.test("countMasks() counts masks, units and zeros per layer", async () => {
  const { records } = record();
  const { rows } = await countMasks(records);
  const zeros = records.map((one) =>
    maskOf(one).dataSync().filter((value) => value === 0).length
  );
  deepStrictEqual(rows, [
    ["first", 1, 64, zeros[0], zeros[0] / 64],
    ["second", 1, 64, zeros[1], zeros[1] / 64],
  ]);
});
