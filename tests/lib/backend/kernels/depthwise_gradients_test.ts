import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

type Pad = "same" | "valid" | [number, number][];
type Four = [number, number, number, number];

function convolve(strides: [number, number], pad: Pad) {
  return (x: tf.Tensor, filter: tf.Tensor) =>
    tf.depthwiseConv2d(
      x as tf.Tensor4D,
      filter as tf.Tensor4D,
      strides,
      pad as "same",
    );
}

function gradients(
  image: Four,
  filter: Four,
  strides: [number, number],
  pad: Pad,
): tf.Tensor {
  const conv = convolve(strides, pad);
  const [x, w] = [wholeNumbers(image, 1), wholeNumbers(filter, 2)];
  const dy = wholeNumbers(conv(x, w).shape, 3);
  const [dx, dFilter] = tf.grads(conv)([x, w], dy);
  return tf.concat([dx.flatten(), dFilter.flatten()]);
}

const FILTERS: Four[] = [[3, 3, 1, 1], [3, 2, 4, 1], [3, 3, 7, 1], [
  2,
  3,
  3,
  2,
]];
const PADS: Pad[] = ["valid", "same", [[0, 0], [2, 1], [0, 3], [0, 0]]];

for (const filter of FILTERS) {
  for (const pad of PADS) {
    Deno.test(`depthwiseConv2d's gradients agree with cpu, filter ${filter}, pad ${JSON.stringify(pad)}`, async () => {
      for (const strides of [[1, 1], [2, 2]] as [number, number][]) {
        for (const [height, width] of [[7, 9], [8, 6]]) {
          await agrees(() =>
            gradients([2, height, width, filter[2]], filter, strides, pad)
          );
        }
      }
    });
  }
}

Deno.test("depthwiseConv2d's gradients are its finite differences", async () => {
  await selectBackend({ name: "wasm" });
  const conv = convolve([1, 1], "same");
  const at = [wholeNumbers([1, 4, 3, 2], 1), wholeNumbers([2, 3, 2, 2], 2)];
  const dy = wholeNumbers(conv(at[0], at[1]).shape, 3);
  const loss = (x: tf.Tensor, filter: tf.Tensor) =>
    conv(x, filter).mul(dy).sum() as tf.Scalar;
  tf.grads(loss)(at).forEach((gradient, which) => {
    const base = loss(at[0], at[1]).dataSync()[0];
    const size = at[which].size;
    const differences = Array.from({ length: size }, (_, place) => {
      const step = tf.oneHot(place, size).cast("float32")
        .reshape(at[which].shape);
      const moved = at.map((x, i) => i === which ? x.add(step) : x);
      return loss(moved[0], moved[1]).dataSync()[0] - base;
    });
    deepStrictEqual(
      Array.from(gradient.dataSync(), (value) => value + 0),
      differences,
    );
  });
});
