import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

Deno.test("unsortedSegmentSum agrees with cpu", async () => {
  for (const inner of [[], [1], [3], [4, 5]]) {
    await agrees(() =>
      tf.unsortedSegmentSum(
        wholeNumbers([6, ...inner], 1),
        tf.tensor1d([2, 0, 2, 4, 0, 1], "int32"),
        5,
      )
    );
  }
});

Deno.test("unsortedSegmentSum agrees with cpu on whole numbers' own type", async () => {
  for (const type of ["int32", "bool"] as const) {
    await agrees(() =>
      tf.unsortedSegmentSum(
        wholeNumbers([4, 7], 1).cast(type),
        tf.tensor1d([1, 1, 0, 1], "int32"),
        2,
      )
    );
  }
});

Deno.test("unsortedSegmentSum adds whole numbers exactly, modulo 2^32", async () => {
  await selectBackend({ name: "wasm" });
  const sums = tf.unsortedSegmentSum(
    tf.tensor1d([16777217, 16777216, 2 ** 31 - 1, 1], "int32"),
    tf.tensor1d([0, 0, 1, 1], "int32"),
    2,
  );
  strictEqual(sums.dtype, "int32");
  deepStrictEqual([...await sums.data()], [33554433, -(2 ** 31)]);
});

Deno.test("unsortedSegmentSum leaves out rows of no segment", async () => {
  await selectBackend({ name: "wasm" });
  const sums = tf.unsortedSegmentSum(
    tf.tensor1d([1, 2, 4]),
    tf.tensor1d([0, -1, 7], "int32"),
    2,
  );
  deepStrictEqual([...await sums.data()], [1, 0]);
});

Deno.test("gather's gradient counts every use of a row", async () => {
  await agrees(() =>
    tf.grad((x) =>
      tf.gather(x, tf.tensor2d([[0, 2, 0], [1, 0, 2]], [2, 3], "int32"))
    )(
      wholeNumbers([4, 3], 1),
      wholeNumbers([2, 3, 3], 2),
    )
  );
});
