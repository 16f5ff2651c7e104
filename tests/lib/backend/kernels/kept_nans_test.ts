import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import "../../../../lib/mends/install_mends.ts";

const VALUES = [NaN, -Infinity, Infinity, -7, 0, 0.5, 9];

/** As many as several threads share, and a few. */
const SIZES = [1, 40_001];

for (const threads of [1, 2]) {
  Deno.test(`clipByValue, relu6, maximum and minimum keep NaN, on ${threads} threads`, async () => {
    if (tf.findBackend("wasm")) tf.removeBackend("wasm");
    await selectBackend({ name: "wasm", threads });
    const shown = (compute: (x: tf.Tensor) => tf.Tensor) =>
      SIZES.map((times) =>
        tf.tidy(() => [
          ...compute(tf.tensor1d(VALUES).tile([times])).slice(
            0,
            VALUES.length,
          ).dataSync(),
        ])
      );
    const twice = (values: number[]) => SIZES.map(() => values);
    deepStrictEqual(
      shown((x) => tf.clipByValue(x, -1, 6)),
      twice([NaN, -1, 6, -1, 0, 0.5, 6]),
    );
    deepStrictEqual(shown(tf.relu6), twice([NaN, 0, 6, 0, 0, 0.5, 6]));
    const above = twice([NaN, 0, Infinity, 0, 0, 0.5, 9]);
    deepStrictEqual(shown((x) => tf.maximum(x, 0)), above);
    deepStrictEqual(shown((x) => tf.maximum(0, x)), above);
    deepStrictEqual(
      shown((x) => tf.minimum(0, x)),
      twice([NaN, -Infinity, 0, -7, 0, 0, 0]),
    );
  });
}

Deno.test("clipByValue of whole numbers keeps their type", async () => {
  await selectBackend({ name: "wasm" });
  const clipped = tf.clipByValue(tf.tensor1d([-9, 3, 9], "int32"), -2, 5);
  deepStrictEqual([clipped.dtype, ...clipped.dataSync()], ["int32", -2, 3, 5]);
  const values = [-(2 ** 31), 3, 2 ** 31 - 1];
  const limits = [[-Infinity, Infinity], [-1e10, 2 ** 31]];
  for (const [least, most] of limits) {
    const kept = tf.clipByValue(tf.tensor1d(values, "int32"), least, most);
    deepStrictEqual([...kept.dataSync()], values);
  }
});

Deno.test("a loss of NaN is seen on WASM", async () => {
  await selectBackend({ name: "wasm" });
  for (const loss of ["categoricalCrossentropy", "squaredHinge"]) {
    const model = tf.sequential({
      layers: [tf.layers.dense({ units: 2, inputShape: [1] })],
    });
    model.compile({ optimizer: "sgd", loss });
    const losses = await model.trainOnBatch(
      tf.tensor2d([[NaN], [1]]),
      tf.tensor2d([[1, 0], [0, 1]]),
    );
    deepStrictEqual(losses, NaN, loss);
    model.dispose();
  }
});
