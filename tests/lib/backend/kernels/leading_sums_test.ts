import { deepStrictEqual, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

for (
  const axes of [[0], [0, 1], [0, 1, 2], [1], [2], [0, 2], [2, 1, 0], [-3]]
) {
  Deno.test(`sum and mean agree with cpu, axes ${axes}`, async () => {
    // 4, 8 and 16 rows: their means are exact as well.
    for (const shape of [[4, 2, 8], [8, 4, 21], [16, 2, 1], [1, 4, 8]]) {
      for (const keepDims of [false, true]) {
        await agrees(() => tf.sum(wholeNumbers(shape, 1), axes, keepDims));
        // The last axis has 21 values, by which no mean is exact.
        if (axes.every((axis) => axis % 3 !== 2)) {
          await agrees(() => tf.mean(wholeNumbers(shape, 1), axes, keepDims));
        }
      }
    }
  });
}

Deno.test("sum agrees with cpu on whole numbers' own type", async () => {
  await agrees(() => tf.sum(wholeNumbers([5, 6], 1).toInt(), 0));
});

Deno.test("sum agrees with cpu where the rows do not stay in the cache", async () => {
  await agrees(() => tf.sum(wholeNumbers([8201, 35], 1), 0));
});

Deno.test("sum agrees with cpu over axes in the middle", async () => {
  const shapes = [
    [3, 4, 5],
    [3, 5, 33],
    [3, 64, 5],
    [2, 130, 7],
    [3, 1, 65, 1, 2],
    [3, 0, 5],
  ];
  for (const shape of shapes) {
    const axes = shape.map((_, i) => i).slice(1, -1);
    await agrees(() => tf.sum(wholeNumbers(shape, 1), axes));
    await agrees(() => tf.sum(wholeNumbers(shape, 1), axes, true));
  }
  await agrees(() => tf.mean(wholeNumbers([3, 128, 5], 1), 1));
  await agrees(() => tf.sum(wholeNumbers([3, 4, 5, 6], 1), [0, 2]));
});

Deno.test("sum of no rows is zero", async () => {
  await selectBackend({ name: "wasm" });
  deepStrictEqual([...await tf.sum(tf.zeros([0, 3]), 0).data()], [0, 0, 0]);
});

Deno.test("sum over many rows rounds as little as its blocks allow", async () => {
  await selectBackend({ name: "wasm" });
  const rows = 100_000;
  const sums = await tf.sum(tf.fill([rows, 4], 0.1), 0).data();
  // Blocks of 64, then their sums: at most 64 + rows / 64 roundings, where one
  // running sum has as many as rows.
  const bound = (64 + rows / 64) * 2 ** -24;
  const relative = Math.abs(sums[0] / (rows * Math.fround(0.1)) - 1);
  ok(relative <= bound, `${relative} of ${bound}`);
});
