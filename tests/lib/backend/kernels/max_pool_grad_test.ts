import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { shuffle } from "../../../../lib/random/shuffle.ts";
import { isLinearGradient } from "../linear_gradient.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

type Pad = "same" | "valid" | number | [number, number][];

function gradient(
  shape: [number, number, number, number],
  size: [number, number],
  strides: [number, number],
  pad: Pad,
): tf.Tensor {
  const pool = (x: tf.Tensor) =>
    tf.maxPool(x as tf.Tensor4D, size, strides, pad as "same");
  const x = wholeNumbers(shape, 1, 9);
  return tf.grad(pool)(x, wholeNumbers(pool(x).shape, 2));
}

Deno.test("maxPoolGrad finds the maximum of windows without a positive value", async () => {
  await selectBackend({ name: "wasm" });
  const x = tf.tensor4d([-4, -1, -3, -2], [1, 2, 2, 1]);
  const dx = tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"))(x);
  deepStrictEqual([...await dx.data()], [0, 1, 0, 0]);
});

Deno.test("maxPoolGrad takes the first of strictEqual values", async () => {
  await selectBackend({ name: "wasm" });
  const x = tf.zeros([1, 2, 2, 5]);
  const dx = tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"))(x);
  deepStrictEqual(
    [...await dx.data()],
    [1, 1, 1, 1, 1, ...new Array(15).fill(0)],
  );
});

for (const size of [2, 3]) {
  Deno.test(`maxPoolGrad passes by what is not a number, ${size} by ${size}`, async () => {
    await selectBackend({ name: "wasm" });
    const pixels = size * size;
    const values = (first: number, second: number) => {
      const channel = Array.from({ length: pixels }, (_, i) => i - 20);
      return [first, second, ...channel.slice(2)];
    };
    const gradientOf = async (channel: number[]) => {
      const x = tf.tensor(channel, [1, size, size, 1]).tile([1, 1, 1, 4]);
      const pool = (x: tf.Tensor) =>
        tf.maxPool(x as tf.Tensor4D, size, size, "valid");
      const dx = tf.grad(pool)(x).slice([0, 0, 0, 3], [-1, -1, -1, 1]);
      return [...await dx.data()];
    };
    const at = (place: number) =>
      Array.from({ length: pixels }, (_, i) => Number(i === place));
    // As the search value by value: nothing is greater than a first NaN, and
    // a later one is greater than nothing.
    deepStrictEqual(await gradientOf(values(NaN, 1)), at(0));
    deepStrictEqual(await gradientOf(values(1, NaN)), at(0));
    deepStrictEqual(await gradientOf(values(-30, NaN)), at(pixels - 1));
    deepStrictEqual(await gradientOf(values(-0, 0)), at(0));
  });
}

// A pad given as one number needs a square window and strictEqual strides:
// tfjs-core computes its output's width from the height's figures.
const GEOMETRIES: {
  size: [number, number];
  pads: Pad[];
  strides: number[][];
}[] = [
  {
    size: [3, 2],
    pads: ["valid", "same", [[0, 0], [0, 1], [1, 0], [0, 0]]],
    strides: [[1, 1], [2, 2], [3, 2]],
  },
  { size: [3, 3], pads: [1], strides: [[1, 1], [2, 2]] },
  { size: [2, 2], pads: [1], strides: [[1, 1], [2, 2], [3, 3]] },
];

for (const { size, pads, strides } of GEOMETRIES) {
  for (const pad of pads) {
    Deno.test(`maxPoolGrad agrees with cpu, pad ${JSON.stringify(pad)}`, async () => {
      for (const channels of [1, 3, 4, 7, 8]) {
        for (const stride of strides) {
          await agrees(() =>
            gradient([2, 7, 6, channels], size, stride as [number, number], pad)
          );
        }
      }
    });
  }
}

Deno.test("maxPool3DGrad finds the maximum of windows without a positive value", async () => {
  await selectBackend({ name: "wasm" });
  const x = tf.tensor5d([-4, -3, -5, -2, -6, -1, -7, -8], [1, 2, 2, 2, 1]);
  const dx = tf.grad((x) => tf.maxPool3d(x as tf.Tensor5D, 2, 2, "valid"))(x);
  deepStrictEqual([...await dx.data()], [0, 0, 0, 0, 0, 1, 0, 0]);
});

// Not compared with the cpu backend, which is wrong where the window is no cube.
for (const pad of ["valid", "same"] as const) {
  for (const channels of [1, 5]) {
    Deno.test(`maxPool3DGrad is its finite difference, pad ${pad}, ${channels} channels`, async () => {
      await selectBackend({ name: "wasm" });
      const shape = [2, 3, 4, 5, channels];
      // Distinct, and two apart: a step of 1 moves no maximum.
      const values = shuffle(
        Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => 2 * i),
        { seed: 1, layer: 1, step: 1 },
      ).map((value) => value - 300);
      await isLinearGradient(
        (x) => tf.maxPool3d(x as tf.Tensor5D, [2, 3, 2], [2, 1, 2], pad),
        [tf.tensor(values, shape)],
      );
    });
  }
}

Deno.test("maxPoolGrad agrees with finite differences", async () => {
  await selectBackend({ name: "wasm" });
  // Distinct whole numbers: a step of 1/4 moves no maximum, so the function
  // is linear along it and the difference is exact.
  const order = [7, 2, 9, 0, 5, 11, 3, 8, 1, 10, 4, 6];
  const x = tf.tensor4d(order.map((value) => value - 20), [1, 3, 4, 1]);
  const weights = wholeNumbers([1, 3, 3, 1], 3);
  const loss = (x: tf.Tensor) =>
    tf.maxPool(x as tf.Tensor4D, [2, 2], [1, 1], [[0, 0], [1, 0], [0, 0], [
      0,
      0,
    ]])
      .mul(weights).sum() as tf.Scalar;
  const differences = order.map((_, place) => {
    const step = tf.oneHot(place, 12).cast("float32").mul(0.25).reshape(
      x.shape,
    );
    return loss(x.add(step)).sub(loss(x)).dataSync()[0] * 4;
  });
  deepStrictEqual([...tf.grad(loss)(x).dataSync()], differences);
});
