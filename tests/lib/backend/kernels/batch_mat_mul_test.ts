import { deepStrictEqual, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

Deno.test("matMul sees a matrix in the shape it has now", async () => {
  await selectBackend({ name: "wasm" });
  const b = tf.tensor2d([1, -1, -1, 1, 2, 2], [2, 3]);
  const first = tf.matMul(tf.ones([1, 2]), b);
  deepStrictEqual([...await first.data()], [2, 1, 1]);
  const second = tf.matMul(tf.ones([4, 3]), b.reshape([3, 2]));
  deepStrictEqual([...await second.data()], [2, 2, 2, 2, 2, 2, 2, 2]);
});

const SIZES = [[1, 5, 3], [4, 8, 4], [7, 13, 9], [33, 70, 21], [33, 2, 9], [
  2,
  1,
  1,
]];

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    Deno.test(`matMul agrees with cpu, transposeA ${transposeA}, transposeB ${transposeB}`, async () => {
      for (const [rows, inner, columns] of SIZES) {
        for (
          const [outerA, outerB] of [[[], []], [[3], [3]], [[3], [1]], [[1], [
            3,
          ]]]
        ) {
          await agrees(() =>
            tf.matMul(
              wholeNumbers(
                [...outerA, ...transposeA ? [inner, rows] : [rows, inner]],
                1,
              ),
              wholeNumbers(
                [
                  ...outerB,
                  ...transposeB ? [columns, inner] : [inner, columns],
                ],
                2,
              ),
              transposeA,
              transposeB,
            )
          );
        }
      }
    });
  }
}

Deno.test("matMul broadcasts several outer axes", async () => {
  await selectBackend({ name: "wasm" });
  const a = wholeNumbers([2, 1, 3, 4], 1);
  const b = wholeNumbers([5, 4, 2], 2);
  const product = tf.matMul(a, b);
  deepStrictEqual(product.shape, [2, 5, 3, 2]);
  for (let i = 0; i < 2; i++) {
    for (let j = 0; j < 5; j++) {
      const one = tf.matMul(
        a.slice([i, 0, 0, 0], [1, 1, 3, 4]).reshape([3, 4]),
        b.slice([j, 0, 0], [1, 4, 2]).reshape([4, 2]),
      );
      const same = product.slice([i, j, 0, 0], [1, 1, 3, 2]).reshape([3, 2]);
      deepStrictEqual(await same.data(), await one.data());
    }
  }
});

for (const type of ["int32", "bool"] as const) {
  Deno.test(`matMul of ${type} agrees with cpu in every size`, async () => {
    for (const [rows, inner, columns] of SIZES) {
      for (
        const [turnA, turnB] of [[false, false], [true, false], [false, true]]
      ) {
        await agrees(() =>
          tf.matMul(
            wholeNumbers([2, ...turnA ? [inner, rows] : [rows, inner]], 1)
              .cast(type),
            wholeNumbers([2, ...turnB ? [columns, inner] : [inner, columns]], 2)
              .cast(type),
            turnA,
            turnB,
          )
        );
      }
    }
  });
}

Deno.test("matMul multiplies whole numbers exactly, modulo 2^32", async () => {
  await selectBackend({ name: "wasm" });
  const a = tf.tensor2d([16777217, 2 ** 30], [1, 2], "int32");
  const b = tf.tensor2d([1, 0, 0, 4], [2, 2], "int32");
  const product = tf.matMul(a, b);
  strictEqual(product.dtype, "int32");
  deepStrictEqual([...await product.data()], [16777217, 0]);
});

Deno.test("matMul of nothing is zero", async () => {
  await selectBackend({ name: "wasm" });
  const product = tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3]));
  deepStrictEqual([...await product.data()], [0, 0, 0, 0, 0, 0]);
  const none = tf.matMul(tf.zeros([5, 0, 3, 64]), tf.zeros([1, 0, 64, 7]));
  deepStrictEqual(none.shape, [5, 0, 3, 7]);
  const flat = tf.matMul(tf.zeros([0, 1, 200]), tf.zeros([0, 200, 2]));
  deepStrictEqual(flat.shape, [0, 1, 2]);
});

Deno.test("matMul's rounding stays within the bound of a sum in any order", async () => {
  const [rows, inner, columns] = [17, 1000, 23];
  const a = () => tf.randomNormal([inner, rows], 0, 1, "float32", 1);
  const b = () => tf.randomNormal([inner, columns], 0, 1, "float32", 2);
  await selectBackend({ name: "cpu" });
  const expected = await tf.matMul(a(), b(), true).data<"float32">();
  const size = await tf.matMul(a().abs(), b().abs(), true).data<"float32">();
  await selectBackend({ name: "wasm" });
  const actual = await tf.matMul(a(), b(), true).data<"float32">();
  // Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed., (3.5):
  // each side is off by at most inner * u * sum |a||b|, u = 2^-24.
  const worst = actual.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - expected[i]) / size[i]),
    0,
  );
  strictEqual(worst <= 2 * inner * 2 ** -24, true, `${worst}`);
});

for (
  const [rows, inner, columns] of [
    [128, 32, 128],
    [131, 300, 135],
    [130, 33, 525],
    // A left matrix that does not stay in the cache.
    [1003, 301, 37],
    [4_501, 65, 20],
  ]
) {
  Deno.test(`matMul of transposed matrices agrees with cpu, ${rows} by ${inner} by ${columns}`, async () => {
    await agrees(() =>
      tf.matMul(
        wholeNumbers([inner, rows], 1),
        wholeNumbers([inner, columns], 2),
        true,
      )
    );
  });
}

Deno.test("matMul by panels adds terms in the order of a plain loop", async () => {
  await selectBackend({ name: "wasm" });
  const [rows, inner, columns] = [129, 259, 130];
  const a = tf.randomNormal([inner, rows], 0, 1, "float32", 1) as tf.Tensor2D;
  const b = tf.randomNormal([inner, columns], 0, 1, "float32", 2);
  const whole = await tf.matMul(a, b, true).data();
  // Too few rows for panels.
  const narrow = await tf.matMul(a.slice([0, 120], [inner, 9]), b, true).data();
  deepStrictEqual([...whole.slice(120 * columns)], [...narrow]);
});

for (const short of [1, 2, 3, 4]) {
  Deno.test(`matMul of a large matrix and ${short} rows or columns agrees with cpu`, async () => {
    const large = () => wholeNumbers([301, 457], 1);
    await agrees(() => tf.matMul(large(), wholeNumbers([301, short], 2), true));
    await agrees(() => tf.matMul(wholeNumbers([short, 301], 2), large()));
  });
}

Deno.test("matMul of matrices with a short side agrees with cpu", async () => {
  const sizes = [1, 2, 3, 4, 5, 9];
  for (
    const [transposeA, transposeB] of [[false, false], [false, true], [
      true,
      false,
    ]]
  ) {
    await agrees(() => {
      const products = sizes.flatMap((inner) =>
        sizes.flatMap((rows) =>
          [1, 2, 4, 7, 13].map((columns) =>
            tf.matMul(
              wholeNumbers(transposeA ? [2, inner, rows] : [2, rows, inner], 1),
              wholeNumbers(
                transposeB ? [2, columns, inner] : [2, inner, columns],
                2,
              ),
              transposeA,
              transposeB,
            ).flatten()
          )
        )
      );
      return tf.concat(products);
    });
  }
});
