/** Convolutions by Winograd's products, and their gradients. */

import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  rejects,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  F2,
  F4,
} from "../../../../lib/backend/assembly/winograd_transforms.ts";
import { convGeometry } from "../../../../lib/backend/kernels/conv_geometry.ts";
import {
  allowWinograd,
  convolvesByWinograd,
  gainsByWinograd,
  winogradForm,
} from "../../../../lib/backend/kernels/winograd_choice.ts";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { wholeNumbers } from "./both_backends.ts";

type Four = [number, number, number, number];
type Pad = "same" | "valid" | [number, number][];

interface Case {
  image: Four;
  filters: number;
  pad: Pad;
}

/** The output and both gradients, one after the other. */
function all({ image, filters, pad }: Case, draw = wholeNumbers): tf.Tensor {
  return tf.tidy(() => {
    const shape = [3, 3, image[3], filters];
    const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, pad as "same");
    const inputs = [draw(image, 1), draw(shape, 2)];
    const [x, filter] = inputs;
    const y = convolve(x, filter);
    const gradients = tf.grads(convolve)(inputs, draw(y.shape, 3));
    return tf.concat([y, ...gradients].map((it) => it.flatten()));
  });
}

async function values(
  options: Parameters<typeof selectBackend>[0],
  compute: () => tf.Tensor,
): Promise<number[]> {
  await selectBackend(options);
  const result = compute();
  const numbers = Array.from(await result.data(), (value) => value + 0);
  result.dispose();
  return numbers;
}

const FAST = { name: "wasm", precise: false } as const;
const PLAIN = { name: "wasm", precise: true } as const;

const CASES: Case[] = [
  { image: [1, 18, 18, 16], filters: 32, pad: "valid" },
  { image: [2, 17, 15, 20], filters: 24, pad: "same" },
  {
    image: [1, 16, 21, 32],
    filters: 16,
    pad: [[0, 0], [2, 0], [0, 3], [0, 0]],
  },
  { image: [5, 10, 9, 32], filters: 16, pad: "valid" },
  { image: [3, 2, 32, 32], filters: 16, pad: "same" },
  // Several blocks of rows in an image.
  { image: [1, 61, 63, 64], filters: 64, pad: "same" },
];

/** What a convolution goes by. */
function formOf({ image, filters, pad }: Case) {
  const geometry = convGeometry(
    image,
    [3, 3, image[3], filters],
    {
      strides: 1,
      pad,
    } as Parameters<typeof convGeometry>[2],
  );
  return winogradForm(geometry);
}

/** How many values the output and either gradient have. */
function sizesOf({ image, filters, pad }: Case): number[] {
  const { outShape } = convGeometry(
    image,
    [3, 3, image[3], filters],
    {
      strides: 1,
      pad,
    } as Parameters<typeof convGeometry>[2],
  );
  return [outShape, image, [3, 3, image[3], filters]].map((shape) =>
    tf.util.sizeFromShape(shape)
  );
}

/** Asserts that each part is 1e-5 of its largest value apart at most. */
function areClose(actual: number[], expected: number[], sizes: number[]) {
  let done = 0;
  for (const size of sizes) {
    let [largest, apart] = [0, 0];
    for (let i = done; i < done + size; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      apart = Math.max(apart, Math.abs(expected[i] - actual[i]));
    }
    ok(apart <= 1e-5 * largest, `${apart} of ${largest}`);
    done += size;
  }
}

for (const given of CASES) {
  const isExact = formOf(given) === F2;
  Deno.test(`conv2d by Winograd's products is right, ${isExact ? "exact on whole numbers" : "by F(4x4)"}: ${JSON.stringify(given)}`, async () => {
    // Sums of the filter's gradient stay below 2^22: quarters of them are exact.
    const draw = (shape: number[], seed: number) =>
      wholeNumbers(shape, seed, 2);
    const plain = await values(PLAIN, () => all(given, draw));
    const fast = await values(FAST, () => all(given, draw));
    if (isExact) deepStrictEqual(fast, plain);
    else areClose(fast, plain, sizesOf(given));
  });
}

Deno.test("conv2d's channels from 1 to 65 are right, by Winograd's products or not", async () => {
  const counts = [1, 3, 4, 15, 16, 17, 20, 32, 63, 64, 65];
  for (const channels of counts) {
    for (const filters of [1, 8, 16, 23, 32, 65]) {
      const given: Case = {
        image: [1, 16, 16, channels],
        filters,
        pad: "same",
      };
      const plain = await values(PLAIN, () => all(given));
      areClose(await values(FAST, () => all(given)), plain, sizesOf(given));
    }
  }
});

Deno.test("conv2d by Winograd's products agrees with cpu", async () => {
  const given: Case = { image: [2, 12, 13, 16], filters: 32, pad: "same" };
  const cpu = await values({ name: "cpu" }, () => all(given));
  deepStrictEqual(await values(FAST, () => all(given)), cpu);
});

for (
  const given of [
    { image: [2, 30, 30, 64], filters: 64, pad: "same" },
    // The most channels that F(4x4) takes, and edges that cut its tiles.
    { image: [1, 17, 18, 256], filters: 256, pad: "same" },
    // F(2x2): too many channels.
    { image: [1, 17, 18, 260], filters: 64, pad: "valid" },
  ] as Case[]
) {
  Deno.test(`conv2d by Winograd's products stays within its bound of rounding: ${JSON.stringify(given)}`, async () => {
    const draw = (shape: number[], seed: number) =>
      tf.randomNormal(shape, 0, 1, "float32", seed);
    const plain = await values(PLAIN, () => all(given, draw));
    const fast = await values(FAST, () => all(given, draw));
    // Some digits of them differ, or nothing was compared.
    ok(fast.some((value, i) => value !== plain[i]));
    // What the issue of this kernel sets: 1e-5 of the largest value.
    areClose(fast, plain, sizesOf(given));
  });
}

Deno.test("conv2d goes by F(4x4) where its tiles fit the image, and by F(2x2) elsewhere", () => {
  const form = (image: Four, filters: number) =>
    formOf({ image, filters, pad: "same" }) === F4 ? 4 : 2;
  deepStrictEqual(form([1, 24, 24, 32], 64), 4);
  deepStrictEqual(form([1, 13, 13, 32], 64), 4);
  // Sixteen tiles of which a third is beyond the edge.
  deepStrictEqual(form([1, 18, 2, 32], 64), 2);
  deepStrictEqual(form([1, 12, 12, 32], 64), 2);
  deepStrictEqual(form([1, 24, 24, 257], 64), 2);
  deepStrictEqual(form([1, 24, 24, 64], 257), 2);
});

for (const activation of ["linear", "relu", "relu6", "prelu"] as const) {
  Deno.test(`fused.conv2d by Winograd's products is exact, activation ${activation}`, async () => {
    const compute = () =>
      tf.fused.conv2d({
        x: wholeNumbers([2, 12, 12, 16], 1) as tf.Tensor4D,
        filter: wholeNumbers([3, 3, 16, 32], 2) as tf.Tensor4D,
        bias: wholeNumbers([32], 3),
        strides: 1,
        pad: "same",
        activation,
        preluActivationWeights: activation === "prelu"
          ? wholeNumbers([1, 1, 32], 4)
          : undefined,
      });
    deepStrictEqual(
      await values(FAST, () => tf.tidy(compute)),
      await values(PLAIN, () => tf.tidy(compute)),
    );
  });
}

Deno.test("conv2d of few pixels or too many channels is left as it was", () => {
  allowWinograd(true);
  const used = (image: Four, filters: number) => {
    const shape = [3, 3, image[3], filters];
    const geometry = convGeometry(image, shape, { strides: 1, pad: "same" });
    return [convolvesByWinograd(geometry), gainsByWinograd(geometry)];
  };
  deepStrictEqual(used([64, 2, 2, 256], 256), [false, false]);
  deepStrictEqual(used([1, 32, 32, 16], 16), [false, true]);
  deepStrictEqual(used([4, 16, 16, 512], 512), [true, false]);
  allowWinograd(false);
  deepStrictEqual(used([4, 28, 28, 64], 64), [false, false]);
});

Deno.test("conv2d by Winograd's products leaves no memory behind", async () => {
  await selectBackend(FAST);
  const counts = () => [tf.memory().numTensors, tf.backend().numDataIds()];
  const before = counts();
  all(CASES[1]).dispose();
  deepStrictEqual(counts(), before);
});

Deno.test("selectBackend() refuses a precision that is no boolean", async () => {
  await rejects(
    selectBackend({ precise: "no" as unknown as boolean }),
    TypeError,
  );
});

Deno.test("selectBackend() keeps its precision where a backend is asked for by name", async () => {
  const draw = (shape: number[], seed: number) =>
    tf.randomNormal(shape, 0, 1, "float32", seed);
  const run = () => all(CASES[1], draw);
  const plain = await values(PLAIN, run);
  deepStrictEqual(await values({ name: "wasm" }, run), plain);
  const fast = await values(FAST, run);
  notDeepStrictEqual(fast, plain);
  deepStrictEqual(await values({ name: "wasm" }, run), fast);
});
