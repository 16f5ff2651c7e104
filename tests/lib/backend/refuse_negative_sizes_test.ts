import { strictEqual, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/select_backend.ts";

const image = (height: number, width: number) =>
  tf.ones([20, height, width, 3]) as tf.Tensor4D;
const filter = tf.ones<tf.Rank.R4>([5, 5, 3, 1]);

const OPERATIONS: Record<string, (x: tf.Tensor4D) => tf.Tensor> = {
  conv2d: (x) => tf.conv2d(x, filter, 1, "valid"),
  "fused.conv2d": (x) =>
    tf.fused.conv2d({ x, filter, strides: 1, pad: "valid" }),
  depthwiseConv2d: (x) => tf.depthwiseConv2d(x, filter, 1, "valid"),
  maxPool: (x) => tf.maxPool(x, 5, 1, "valid"),
  avgPool: (x) => tf.avgPool(x, 5, 1, "valid"),
};

for (const [name, run] of Object.entries(OPERATIONS)) {
  Deno.test(`${name} refuses a window larger than its image`, async () => {
    await selectBackend({ name: "wasm" });
    for (const x of [image(3, 3), image(3, 7), image(7, 3)]) {
      const before = tf.memory().numTensors;
      throws(() => run(x), /RangeError: .*shape \[20, .*-1.*larger than its/);
      strictEqual(tf.memory().numTensors, before);
    }
    // A window that just does not fit gives no pixels.
    strictEqual(run(image(4, 7)).size, 0);
    strictEqual(run(image(5, 5)).size, 20 * run(image(5, 5)).shape[3]!);
  });
}
