import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { toTensor } from "../../../../lib/data/numpy/nd_array.ts";

function column(data: ArrayLike<unknown>) {
  return { shape: [data.length], data };
}

Deno.test("toTensor() takes numbers of every width, NumPy's int64 among them", () => {
  const arrays = [
    [0, 1, 2],
    Uint8Array.of(0, 1, 2),
    Int32Array.of(0, 1, 2),
    Float64Array.of(0, 1, 2),
    BigInt64Array.of(0n, 1n, 2n),
    BigUint64Array.of(0n, 1n, 2n),
    [0, 1n, 2],
  ];
  for (const data of arrays) {
    for (const dtype of ["float32", "int32"] as const) {
      const tensor = toTensor(column(data), dtype);
      strictEqual(tensor.dtype, dtype);
      deepStrictEqual(tensor.arraySync(), [0, 1, 2]);
      tensor.dispose();
    }
  }
});

Deno.test("toTensor() rounds to float32, as NumPy does, and keeps what is no number", () => {
  const tensor = toTensor(column([2 ** 24 + 1, 1e300, NaN]));
  deepStrictEqual(tensor.arraySync(), [2 ** 24, Infinity, NaN]);
  tensor.dispose();
});

Deno.test("toTensor() takes a mask of booleans as 0 and 1", () => {
  for (const dtype of ["float32", "int32"] as const) {
    const tensor = toTensor(column([true, false]), dtype);
    deepStrictEqual(tensor.arraySync(), [1, 0]);
    tensor.dispose();
  }
});

Deno.test("toTensor() refuses what is not a number", () => {
  for (
    const value of ["cat", "1", null, undefined, [1], new Uint8Array(1)]
  ) {
    for (const dtype of ["float32", "int32"] as const) {
      throws(
        () => toTensor(column([0, value]), dtype),
        /^TypeError: .*value 1 /,
      );
    }
  }
  throws(
    () => toTensor(column(["cat"])),
    /toTensor takes numbers, value 0 is "cat"/,
  );
});

Deno.test("toTensor() refuses what int32 would change in silence", () => {
  for (
    const value of [1.5, NaN, Infinity, 2 ** 31, -(2 ** 31) - 1, 2n ** 40n]
  ) {
    throws(
      () => toTensor(column([0, value]), "int32"),
      /RangeError: toTensor: int32 can't hold value 1, /,
    );
  }
});
