import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { gradientsAt, isLinearGradient } from "../linear_gradient.ts";
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
            gradientsAt(convolve(strides, pad), [
              [2, height, width, filter[2]],
              filter,
            ])
          );
        }
      }
    });
  }
}

for (const pad of PADS) {
  Deno.test(`depthwiseConv2d's gradients are its finite differences, pad ${JSON.stringify(pad)}`, async () => {
    await selectBackend({ name: "wasm" });
    for (const strides of [[1, 1], [2, 2]] as [number, number][]) {
      for (const size of [[5, 4], [4, 7]]) {
        await isLinearGradient(
          convolve(strides, pad),
          [wholeNumbers([1, ...size, 2], 1), wholeNumbers([2, 3, 2, 2], 2)],
        );
      }
    }
  });
}
