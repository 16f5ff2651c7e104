import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import {
  groupCount,
  SUMS_BYTES,
} from "../../../../lib/backend/kernels/grouped_gradient.ts";
import { gradientsAt, isLinearGradient } from "../linear_gradient.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

type Pad = "same" | "valid" | number | [number, number][];
type Four = [number, number, number, number];

interface Case {
  image: Four;
  filter: Four;
  strides: [number, number];
  pad: Pad;
}

function convolve({ strides, pad }: Case) {
  return (x: tf.Tensor, filter: tf.Tensor) =>
    tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad as "same");
}

const gradients = (given: Case) =>
  gradientsAt(convolve(given), [given.image, given.filter]);

const FILTERS: Four[] = [[1, 1, 3, 5], [3, 3, 1, 8], [3, 2, 4, 3], [
  5,
  4,
  2,
  9,
]];
const PADS: Pad[] = ["valid", "same", [[0, 0], [2, 1], [0, 3], [0, 0]]];

for (const filter of FILTERS) {
  for (const pad of PADS) {
    Deno.test(`conv2d's gradients agree with cpu, filter ${filter}, pad ${JSON.stringify(pad)}`, async () => {
      for (const strides of [[1, 1], [2, 2], [3, 1]] as [number, number][]) {
        for (const [height, width] of [[7, 9], [8, 6]]) {
          const image: Four = [2, height, width, filter[2]];
          await agrees(() => gradients({ image, filter, strides, pad }));
        }
      }
    });
  }
}

Deno.test("conv2d's gradients agree with cpu, pad 1", async () => {
  for (const strides of [[1, 1], [2, 2]] as [number, number][]) {
    await agrees(() =>
      gradients({ image: [2, 7, 7, 3], filter: [3, 3, 3, 4], strides, pad: 1 })
    );
  }
});

Deno.test("conv2d's gradients pass a padding wider than the filter", async () => {
  await agrees(() =>
    gradients({
      image: [1, 4, 5, 2],
      filter: [2, 2, 2, 3],
      strides: [1, 1],
      pad: [[0, 0], [3, 2], [2, 4], [0, 0]],
    })
  );
});

Deno.test("conv2d's filter gradient adds up groups of pixels", async () => {
  const cases: Case[] = [
    {
      image: [3, 40, 41, 3],
      filter: [3, 3, 3, 6],
      strides: [1, 1],
      pad: "same",
    },
    {
      image: [3, 63, 43, 7],
      filter: [1, 1, 7, 9],
      strides: [1, 1],
      pad: "same",
    },
    {
      image: [5, 63, 43, 2],
      filter: [1, 1, 2, 1],
      strides: [1, 1],
      pad: "same",
    },
    {
      image: [2, 91, 93, 5],
      filter: [4, 2, 5, 3],
      strides: [2, 2],
      pad: "valid",
    },
    {
      image: [1, 46, 45, 33],
      filter: [1, 7, 33, 36],
      strides: [1, 1],
      pad: "same",
    },
  ];
  for (const given of cases) await agrees(() => gradients(given));
});

Deno.test("conv2d's filter gradient adds up fewer groups of a large filter", () => {
  const pixels = 2 ** 16;
  const counts = [2 ** 10, 2 ** 19, 2 ** 20, 2 ** 21, 2 ** 24]
    .map((sums) => ({ sums, groups: groupCount(pixels, sums) }));
  ok(counts.every(({ sums, groups }) => 4 * sums * (groups - 1) < SUMS_BYTES));
  deepStrictEqual(counts.map(({ groups }) => groups), [16, 16, 8, 4, 1]);
});

Deno.test("conv2d's input gradient with strides spans two blocks of patches", async () => {
  await agrees(() =>
    gradients({
      image: [2, 131, 129, 64],
      filter: [3, 3, 64, 2],
      strides: [2, 2],
      pad: "same",
    })
  );
});

for (const pad of PADS) {
  Deno.test(`conv2d's gradients are its finite differences, pad ${JSON.stringify(pad)}`, async () => {
    await selectBackend({ name: "wasm" });
    for (const strides of [[1, 1], [2, 2], [2, 1]] as [number, number][]) {
      for (const [height, width] of [[5, 4], [4, 7]]) {
        const image: Four = [1, height, width, 2];
        const filter: Four = [3, 2, 2, 3];
        await isLinearGradient(
          convolve({ image, filter, strides, pad }),
          [wholeNumbers(image, 1), wholeNumbers(filter, 2)],
        );
      }
    }
  });
}

Deno.test("conv2d's gradients leave no memory behind", async () => {
  await selectBackend({ name: "wasm" });
  const given: Case = {
    image: [2, 6, 6, 3],
    filter: [3, 3, 3, 4],
    strides: [2, 2],
    pad: "same",
  };
  const counts = () => [tf.memory().numTensors, tf.backend().numDataIds()];
  const before = counts();
  tf.tidy(() => gradients(given)).dispose();
  deepStrictEqual(counts(), before);
});

Deno.test("conv2d sees a filter in the shape it has now", async () => {
  await selectBackend({ name: "wasm" });
  const filter = tf.ones([2, 2, 1, 2]) as tf.Tensor4D;
  const four = tf.conv2d(
    tf.ones([1, 2, 2, 1]) as tf.Tensor4D,
    filter,
    1,
    "valid",
  );
  strictEqual((await four.data())[0], 4);
  const two = tf.conv2d(
    tf.ones([1, 1, 2, 2]) as tf.Tensor4D,
    filter.reshape([1, 2, 2, 2]) as tf.Tensor4D,
    1,
    "valid",
  );
  deepStrictEqual([...await two.data()], [4, 4]);
});
