import { strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { gradientsAt, isLinearGradient } from "../linear_gradient.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

type Three = [number, number, number];

for (const pad of ["valid", "same"] as const) {
  for (
    const strides of [[1, 1, 1], [2, 2, 2], [1, 2, 1], [2, 1, 3]] as Three[]
  ) {
    Deno.test(`conv3d's gradients are its finite differences, strides ${strides}, pad ${pad}`, async () => {
      await selectBackend({ name: "wasm" });
      for (const size of [[3, 5, 4], [4, 4, 5]]) {
        await isLinearGradient(
          (x, filter) =>
            tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, strides, pad),
          [wholeNumbers([1, ...size, 2], 1), wholeNumbers([2, 3, 2, 2, 3], 2)],
        );
      }
    });
  }
}

Deno.test("conv3d's gradients agree with cpu and leave no memory behind", async () => {
  const gradients = () =>
    gradientsAt(
      (x, filter) =>
        tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, [2, 1, 2], "same"),
      [[3, 7, 6, 5, 4], [3, 2, 5, 4, 6]],
    );
  await agrees(gradients);
  await selectBackend({ name: "wasm" });
  const count = () => tf.backend().numDataIds();
  const before = count();
  tf.tidy(gradients).dispose();
  strictEqual(count(), before);
});
