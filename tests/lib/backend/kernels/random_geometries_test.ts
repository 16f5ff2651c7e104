/**
 * Convolutions and poolings on WASM and on cpu at sizes drawn at random: which
 * of them a kernel gets wrong nobody knows beforehand.
 */

import * as tf from "@tensorflow/tfjs";
import { shuffle } from "../../../../lib/random/shuffle.ts";
import { gradientsAt } from "../linear_gradient.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";
import "../../../../lib/mends/install_mends.ts";

interface Geometry {
  /** `[batch, depth, height, width, channels]`. */
  volume: number[];
  /** Depth, height and width. */
  window: [number, number, number];
  strides: [number, number, number];
  outChannels: number;
  pad: "same" | "valid";
}

/** A size from 1 to `most`, another one for each step. */
function size(most: number, step: number): number {
  const sizes = Array.from({ length: most }, (_, i) => i + 1);
  return shuffle(sizes, { seed: 2, layer: 3, step })[0];
}

function geometry(index: number): Geometry {
  const draw = (most: number, which: number) => size(most, 20 * index + which);
  const space = [draw(5, 0), draw(9, 1), draw(9, 2)];
  const window = space.map((most, axis) =>
    draw(Math.min(4, most), 3 + axis)
  ) as Geometry["window"];
  return {
    volume: [2, ...space, draw(9, 6)],
    window,
    // No longer than the window: beyond, tfjs-core pads volumes wrongly.
    strides: window.map((most, axis) =>
      draw(most, 7 + axis)
    ) as Geometry["strides"],
    outChannels: draw(9, 10),
    pad: index % 2 === 0 ? "same" : "valid",
  };
}

type Operation = (geometry: Geometry) => tf.Tensor;

const image = ({ volume: [batch, , ...rest] }: Geometry) => [batch, ...rest];
const [four, five] = [
  (x: tf.Tensor) => x as tf.Tensor4D,
  (x: tf.Tensor) => x as tf.Tensor5D,
];

const OPERATIONS: Record<string, Operation> = {
  "conv2d's gradients": (at) => {
    const { window, strides: [, ...strides], pad } = at;
    return gradientsAt(
      (x, filter) => tf.conv2d(four(x), four(filter), strides, pad),
      [image(at), [...window.slice(1), at.volume[4], at.outChannels]],
    );
  },
  conv2d: (at) => {
    const { window, strides: [, ...strides], pad } = at;
    const filter = [...window.slice(1), at.volume[4], at.outChannels];
    const [x, w] = [wholeNumbers(image(at), 1), wholeNumbers(filter, 2)];
    return tf.conv2d(four(x), four(w), strides, pad);
  },
  "depthwiseConv2d's gradients": (at) => {
    const { window, strides: [, stride], pad } = at;
    return gradientsAt(
      (x, filter) => tf.depthwiseConv2d(four(x), four(filter), stride, pad),
      [image(at), [...window.slice(1), at.volume[4], 2]],
    );
  },
  conv3d: ({ volume, window, strides, outChannels, pad }) => {
    const filter = [...window, volume[4], outChannels];
    const [x, w] = [wholeNumbers(volume, 1), wholeNumbers(filter, 2)];
    return tf.conv3d(five(x), five(w), strides, pad);
  },
  "conv3d's gradients": ({ volume, window, strides, outChannels, pad }) =>
    gradientsAt(
      (x, filter) => tf.conv3d(five(x), five(filter), strides, pad),
      [volume, [...window, volume[4], outChannels]],
    ),
  maxPool: (at) => {
    const { window: [, ...window], strides: [, ...strides], pad } = at;
    const x = wholeNumbers(image(at), 1).sub(2);
    return tf.maxPool(four(x), window, strides, pad);
  },
  "maxPool's gradient": (at) => {
    const { window: [, ...window], strides: [, ...strides], pad } = at;
    return gradientsAt(
      (x) => tf.maxPool(four(x).sub(2), window, strides, pad),
      [image(at)],
    );
  },
  maxPool3d: ({ volume, window, strides, pad }) =>
    tf.maxPool3d(five(wholeNumbers(volume, 1).sub(2)), window, strides, pad),
};

for (const [name, operation] of Object.entries(OPERATIONS)) {
  Deno.test(`${name} agrees with cpu at sizes drawn at random`, async (t) => {
    for (let index = 0; index < 30; index++) {
      const at = geometry(index);
      await t.step(JSON.stringify(at), () => agrees(() => operation(at)));
    }
  });
}
