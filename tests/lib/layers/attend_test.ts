import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok } from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { attend, type AttentionOptions } from "../../../lib/layers/attend.ts";
import { attendByGroups } from "../../../lib/layers/attend_by_groups.ts";
import { drawMaskValues } from "../../../lib/random/draw_mask.ts";
import { drawNormal } from "../../../lib/random/draw_uniform.ts";

await tf.setBackend("cpu");

const normal = (shape: number[], step: number) =>
  drawNormal(shape, { seed: 1, layer: 1, step }) as tf.Tensor3D;

/** Each group is a sample here. */
const ALLOWED = tf.tidy(() => normal([3, 5, 7], 8).greater(0)) as tf.Tensor3D;

const DROPOUT = { rate: 0.4, draw: { seed: 3, layer: 0, step: 0 } };

/** The same from elementary operations. */
function plain(
  query: tf.Tensor,
  key: tf.Tensor,
  value: tf.Tensor,
  { dropout, allowed }: AttentionOptions,
): tf.Tensor {
  const forbidden = allowed ? tf.logicalNot(allowed).mul(-1e9) : 0;
  const weights = tf.softmax(
    tf.matMul(query, key, false, true).add(forbidden),
  );
  if (!dropout) return tf.matMul(weights, value);
  const { rate, draw } = dropout;
  const mask = drawMaskValues(weights.size, rate, draw, {
    kept: 1 / (1 - rate),
  });
  return tf.matMul(weights.mul(tf.tensor(mask, weights.shape)), value);
}

for (const backend of ["cpu", "wasm"] as const) {
  for (
    const [what, options] of [
      ["", {}],
      [" with dropout", { dropout: DROPOUT }],
      [" with a mask", { allowed: ALLOWED }],
      [" with both", { dropout: DROPOUT, allowed: ALLOWED }],
    ] as const
  ) {
    Deno.test(`attend()${what} and its gradients are those of the formula, on ${backend}`, async () => {
      await selectBackend({ name: backend });
      const inputs = [[3, 5, 2], [3, 7, 2], [3, 7, 4]].map(normal);
      const weight = normal([3, 5, 4], 9);
      const [ours, theirs] = [attend, plain].map((attend) =>
        tf.valueAndGrads((q, k, v) =>
          attend(q as tf.Tensor3D, k as tf.Tensor3D, v as tf.Tensor3D, options)
            .mul(weight).sum()
        )(inputs)
      );
      for (const i of [0, 1, 2]) {
        const error = ours.grads[i].sub(theirs.grads[i]).abs().max();
        // Sums of up to 35 products of values below 2^4, in float32.
        ok(error.dataSync()[0] < 35 * 2 ** -20, `${error}`);
      }
      const error = ours.value.sub(theirs.value).abs().dataSync()[0];
      ok(error < 60 * 2 ** -20, `${error}`);
      await tf.setBackend("cpu");
    });
  }
}

Deno.test("attend() by rows is attend() by groups, whatever the sizes", async () => {
  await selectBackend({ name: "wasm" });
  // Bands of 4, 2 and 1 queries, keys that fill no vector, and masks that begin
  // at an odd value.
  const sizes = [
    { groups: 4, queries: 1, keys: 1, width: 1, valueWidth: 1 },
    { groups: 4, queries: 7, keys: 5, width: 3, valueWidth: 2 },
    { groups: 2, queries: 6, keys: 13, width: 4, valueWidth: 4 },
    // Several blocks of queries with masks, which is all that differs.
    { groups: 2, queries: 83, keys: 401, width: 2, valueWidth: 1 },
  ];
  const shapesOfMasks = (queries: number, keys: number) => [
    undefined,
    [1, queries, keys],
    [2, queries, keys],
    [2, 1, keys],
    [2, queries, 1],
  ];
  for (const { groups, queries, keys, width, valueWidth } of sizes) {
    const inputs = [
      normal([groups, queries, width], 1).mul(3),
      normal([groups, keys, width], 2),
      normal([groups, keys, valueWidth], 3),
    ];
    const dy = normal([groups, queries, valueWidth], 4);
    const isLarge = queries > 80;
    const shapes = shapesOfMasks(queries, keys);
    const dropouts = [undefined, DROPOUT, { ...DROPOUT, rate: 1 }];
    for (const shape of isLarge ? [shapes[2]] : shapes) {
      for (const dropout of isLarge ? [DROPOUT] : dropouts) {
        const allowed = shape &&
          normal(shape, 8).greater(-0.5) as tf.Tensor3D;
        const options = { dropout, allowed };
        const [rows, byGroups] = [
          (...[q, k, v]: tf.Tensor3D[]) => attend(q, k, v, options),
          (...[q, k, v]: tf.Tensor3D[]) => attendByGroups(q, k, v, 3, options),
        ].map((attend) => {
          const run = attend as (...inputs: tf.Tensor[]) => tf.Tensor;
          return [run(...inputs), ...tf.grads(run)(inputs, dy)];
        });
        rows.forEach((ours, i) => {
          const theirs = byGroups[i];
          const error = ours.sub(theirs).abs().max().dataSync()[0];
          const largest = theirs.abs().max().dataSync()[0];
          ok(
            error <= 1e-5 * largest + 1e-6,
            `${i}: ${error} of ${largest} for ${[queries, keys, shape]}`,
          );
        });
      }
    }
  }
  await tf.setBackend("cpu");
});

Deno.test("attend() by rows has a gradient whose own gradient is that of cpu", async () => {
  const [q, k, v] = [[2, 3, 2], [2, 5, 2], [2, 5, 1]].map(normal);
  const second = async (name: "cpu" | "wasm") => {
    await selectBackend({ name });
    const run = (...inputs: tf.Tensor[]) =>
      attend(...inputs as [typeof q, typeof q, typeof q], { dropout: DROPOUT });
    const penalty = (...inputs: tf.Tensor[]) =>
      tf.grads(run)(inputs).reduce(
        (sum, it) => sum.add(it.square().sum()),
        v.sum().mul(0),
      ) as tf.Tensor;
    return tf.grads(penalty)([q, k, v]).map((it) => it.dataSync());
  };
  const [wasm, cpu] = [await second("wasm"), await second("cpu")];
  wasm.forEach((values, i) =>
    values.forEach((value, j) => ok(Math.abs(value - cpu[i][j]) < 1e-4))
  );
});

Deno.test("attend() shows scores that are no numbers, on wasm", async () => {
  await selectBackend({ name: "wasm" });
  const [k, v] = [normal([1, 5, 1], 1), normal([1, 5, 1], 2)];
  const q = tf.tensor3d([1, NaN, Infinity], [1, 3, 1]);
  const [first, ...rest] = attend(q, k, v).dataSync();
  deepStrictEqual([Number.isFinite(first), ...rest], [true, NaN, NaN]);
  await tf.setBackend("cpu");
});

Deno.test("attend() leaves no tensor but its result, on wasm", async () => {
  await selectBackend({ name: "wasm" });
  const [q, k, v] = [[2, 3, 2], [2, 5, 2], [2, 5, 1]].map(normal);
  const allowed = normal([2, 3, 1], 8).greater(0) as tf.Tensor3D;
  const before = tf.memory().numTensors;
  attend(q, k, v, { allowed, dropout: DROPOUT }).dispose();
  deepStrictEqual(tf.memory().numTensors, before);
  await tf.setBackend("cpu");
});

Deno.test("attend() gives the same however it is cut into groups", () => {
  const inputs = [[5, 3, 2], [5, 7, 2], [5, 7, 4]].map(normal);
  const [q, k, v] = inputs;
  const allowed = normal([5, 3, 7], 8).greater(0) as tf.Tensor3D;
  // A group has 21 weights: all at once, two groups at a time, one by one.
  const [whole, ...cut] = [1000, 50, 1].map((atATime) => [
    ...attend(q, k, v, { dropout: DROPOUT, allowed, atATime }).dataSync(),
  ]);
  cut.forEach((values) => deepStrictEqual(values, whole));
});

Deno.test("attend() gives the heads of a sample the sample's mask", () => {
  const [q, k, v] = [[4, 3, 2], [4, 5, 2], [4, 5, 1]].map(normal);
  const allowed = normal([2, 3, 5], 8).greater(0) as tf.Tensor3D;
  const both = tf.gather(allowed, [0, 0, 1, 1]) as tf.Tensor3D;
  deepStrictEqual(
    [...attend(q, k, v, { allowed, atATime: 15 }).dataSync()],
    [...attend(q, k, v, { allowed: both }).dataSync()],
  );
});

Deno.test("attend() picks 0 where no key is allowed, and lets no gradient through", () => {
  const [q, k, v] = [[1, 2, 2], [1, 3, 2], [1, 3, 1]].map(normal);
  const allowed = tf.tensor3d([0, 0, 0, 1, 0, 1], [1, 2, 3]).cast("bool");
  const run = (q: tf.Tensor) =>
    attend(q as tf.Tensor3D, k, v, { allowed: allowed as tf.Tensor3D });
  const picked = run(q).dataSync();
  deepStrictEqual([picked[0] === 0, picked[1] === 0], [true, false]);
  const gradient = tf.grad(run)(q).dataSync();
  deepStrictEqual([...gradient.slice(0, 2)].map(Math.abs), [0, 0]);
});
