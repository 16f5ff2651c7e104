/** Loops over rows on WASM against chains of operations, to the bit. */

import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import type { Formula } from "../../../lib/backend/evaluate.ts";
import {
  evaluateRows,
  sumColumns,
  sumRows,
} from "../../../lib/backend/evaluate_rows.ts";
import {
  EVALUATE_ROWS,
  SUM_COLUMNS,
  SUM_ROWS,
} from "../../../lib/backend/kernels/evaluate_rows.ts";
import { selectBackend } from "../../../lib/backend/select_backend.ts";

const TWO: Formula = {
  results: 2,
  compute: (on, [x, y, row, other], [number]) => [
    on.multiply(on.subtract(x, row), on.add(y, on.multiply(other, number))),
    on.divide(on.add(x, other), on.root(row)),
  ],
};

/** Counts and columns about a vector, two of them, and a block of rows. */
const SHAPES = [
  [1, 1],
  [3, 1],
  [1, 2],
  [63, 3],
  [64, 4],
  [65, 5],
  [130, 8],
  [2, 33, 9],
  [3, 1, 43, 11],
  [200, 67],
  [0, 8],
];

/** Edges of float32, in the place of some first values. */
const EDGES = [0, -0, 1e-45, -3e38, Infinity, NaN];

function uniform(shape: number[], seed: number): tf.Tensor {
  const values = tf.randomUniform(shape, -1, 1, "float32", seed).dataSync();
  if (values.length > 100) values.set(EDGES);
  return tf.tensor(values, shape);
}

/** Every NaN is the same: which one an operation gives is the machine's. */
function bits(results: tf.Tensor[]): number[][] {
  return results.map((it) =>
    Array.from(
      it.dataSync(),
      (value) =>
        Number.isNaN(value)
          ? NaN
          : new Int32Array(Float32Array.of(value).buffer)[0],
    )
  );
}

function given(shape: number[], axis: number) {
  const row = shape.map((size, i) => i === axis ? size : 1);
  return {
    tensors: [uniform(shape, 1), uniform(shape, 2)],
    rows: [uniform(row, 3).abs(), uniform(row, 4)],
    numbers: [0.3],
  };
}

/** What both give, and their shapes. */
function both(shape: number[], axis = shape.length - 1) {
  return tf.tidy(() => {
    const values = evaluateRows(TWO, given(shape, axis));
    const sums = sumRows(TWO, given(shape, axis), axis);
    const all = [...values, ...sums];
    return { bits: bits(all), shapes: all.map((it) => it.shape) };
  });
}

/** Runs `work` on WASM without the loops. */
function inOperations<Result>(work: () => Result): Result {
  const kernels = [EVALUATE_ROWS, SUM_COLUMNS, SUM_ROWS].map((name) => {
    const kernel = tf.getKernel(name, "wasm");
    tf.unregisterKernel(name, "wasm");
    return kernel;
  });
  try {
    return work();
  } finally {
    kernels.forEach(tf.registerKernel);
  }
}

const OF_COLUMNS: Formula = {
  results: 2,
  compute: (on, [x, row, column, other], [number]) => [
    on.multiply(on.subtract(x, column), on.add(row, number)),
    on.add(x, other),
  ],
};

/** Small whole numbers, so that every sum is exact in any order. */
function whole(shape: number[], seed: number): tf.Tensor {
  return uniform(shape, seed).mul(5).round();
}

function ofColumns(shape: number[]) {
  return tf.tidy(() => {
    const ofRows = [...shape.slice(0, -1), 1];
    const given = {
      tensors: [whole(shape, 1).clipByValue(-5, 5)],
      rows: [whole([shape.at(-1)!], 2).clipByValue(-5, 5)],
      columns: [3, 4].map((seed) => whole(ofRows, seed).clipByValue(-5, 5)),
      numbers: [3],
    };
    const all = [
      ...evaluateRows(OF_COLUMNS, given),
      ...sumRows(OF_COLUMNS, given, shape.length - 1),
      ...sumColumns(OF_COLUMNS, given),
    ];
    return { values: all.map((it) => it.arraySync()) };
  });
}

for (const shape of SHAPES) {
  Deno.test(`evaluateRows() and sumRows() of [${shape}] have the bits of operations`, async () => {
    await selectBackend({ name: "wasm" });
    const { numTensors } = tf.memory();
    deepStrictEqual(both(shape), inOperations(() => both(shape)));
    strictEqual(tf.memory().numTensors, numTensors);
  });

  Deno.test(`formulas of columns, and sums over columns, of [${shape}] are those of operations`, async () => {
    await selectBackend({ name: "wasm" });
    deepStrictEqual(ofColumns(shape), inOperations(() => ofColumns(shape)));
  });
}

Deno.test("evaluateRows() and sumRows() go by operations where channels come first, and elsewhere", async () => {
  for (const name of ["wasm", "cpu"] as const) {
    await selectBackend({ name });
    const sums = tf.tidy(() => {
      const x = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
      const rows = [tf.tensor3d([10, 20], [1, 2, 1])];
      const whole = tf.tensor3d([1, 2], [1, 2, 1], "int32");
      const less: Formula = {
        results: 1,
        compute: (on, [x, row]) => [on.subtract(x, row)],
      };
      return [
        evaluateRows(less, { tensors: [x], rows })[0],
        sumRows(less, { tensors: [x], rows }, 1)[0],
        sumRows(less, { tensors: [x], rows: [whole] }, 1)[0],
      ].map((it) => it.arraySync());
    });
    deepStrictEqual(sums, [
      [[[-9, -8], [-17, -16]], [[-5, -4], [-13, -12]]],
      [-26, -58],
      [10, 14],
    ]);
  }
});

Deno.test("one formula serves a row and a column in turn", async () => {
  await selectBackend({ name: "wasm" });
  const less: Formula = {
    results: 1,
    compute: (on, [x, other]) => [on.subtract(x, other)],
  };
  const results = tf.tidy(() => {
    const tensors = [tf.tensor2d([[1, 2], [3, 4], [5, 6]])];
    const row = { tensors, rows: [tf.tensor1d([1, 10])] };
    const columns = [tf.tensor2d([[1], [10], [100]])];
    const column = { tensors, rows: [], columns };
    return [row, column].flatMap((given) =>
      [
        evaluateRows(less, given),
        sumRows(less, given, 1),
        sumColumns(less, given),
      ].map(([it]) => it.arraySync())
    );
  });
  deepStrictEqual(results, [
    [[0, -8], [2, -6], [4, -4]],
    [6, -18],
    [[-8], [-4], [0]],
    [[0, 1], [-7, -6], [-95, -94]],
    [-102, -99],
    [[1], [-13], [-189]],
  ]);
});
