import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

type Four = [number, number, number, number];
type Pad = "same" | "valid" | [number, number][];

const WINDOWS = [[1, 1], [2, 2], [3, 3], [5, 5], [3, 4], [7, 2], [1, 3]];
const PADS: Pad[] = ["valid", "same", [[0, 0], [2, 1], [0, 3], [0, 0]]];

/** Image and filter of whole numbers, on which no sum is rounded. */
function given(image: Four, window: number[]) {
  return {
    x: wholeNumbers(image, 1) as tf.Tensor4D,
    filter: wholeNumbers([...window, image[3], 1], 2) as tf.Tensor4D,
  };
}

for (const window of WINDOWS) {
  Deno.test(`depthwiseConv2d agrees with cpu, window ${window.join("x")}`, async () => {
    for (const pad of PADS) {
      for (const strides of [1, 2, 3]) {
        const { x, filter } = given([2, 9, 11, 5], window);
        await agrees(() =>
          tf.depthwiseConv2d(x, filter, strides, pad as "same")
        );
      }
    }
    const { x, filter } = given([1, 13, 12, 3], window);
    await agrees(() =>
      tf.depthwiseConv2d(
        x,
        filter,
        1,
        "valid",
        "NHWC",
        [2, 2].map((it, axis) => window[axis] > 5 ? 1 : it) as [number, number],
      )
    );
  });
}

Deno.test("depthwiseConv2d agrees with cpu, channels 1 to 65", async () => {
  for (const channels of [1, 2, 3, 4, 7, 8, 15, 16, 17, 33, 64, 65]) {
    const { x, filter } = given([1, 5, 6, channels], [3, 3]);
    await agrees(() => tf.depthwiseConv2d(x, filter, 1, "same"));
  }
});

Deno.test("depthwiseConv2d agrees with cpu, several filters for a channel", async () => {
  for (const filters of [2, 3, 8, 9]) {
    for (const channels of [1, 3, 8]) {
      const x = wholeNumbers([2, 7, 6, channels], 1) as tf.Tensor4D;
      for (const window of [[3, 3], [2, 4]]) {
        const shape: Four = [window[0], window[1], channels, filters];
        const filter = wholeNumbers(shape, 2) as tf.Tensor4D;
        const bias = wholeNumbers([channels * filters], 3);
        await agrees(() => tf.depthwiseConv2d(x, filter, 2, "same"));
        await agrees(() =>
          tf.fused.depthwiseConv2d({
            ...{ x, filter, bias, activation: "relu" },
            strides: 1,
            pad: "valid",
          })
        );
      }
    }
  }
});

Deno.test("depthwiseConv2d adds terms as XNNPACK does: by columns for 3x3, by rows for 3x4 and for several filters", async () => {
  await selectBackend({ name: "wasm" });
  for (
    const { rows, columns, filters, isByColumns } of [
      { rows: 3, columns: 3, filters: 1, isByColumns: true },
      { rows: 3, columns: 4, filters: 1, isByColumns: false },
      { rows: 3, columns: 3, filters: 2, isByColumns: false },
    ]
  ) {
    const taps = rows * columns;
    // So unlike in size that each order rounds otherwise.
    const values = Array.from({ length: taps }, (_, i) => (-7.3) ** i);
    const x = tf.tensor4d(values, [1, rows, columns, 1]);
    const ones = tf.ones([rows, columns, 1, filters]) as tf.Tensor4D;
    const order = values.map((_, i) =>
      isByColumns ? (i % rows) * columns + Math.floor(i / rows) : i
    );
    const floats = x.dataSync();
    const sum = order.reduce((sum, i) => Math.fround(sum + floats[i]), 0);
    const out = tf.depthwiseConv2d(x, ones, 1, "valid");
    deepStrictEqual([...out.dataSync()], new Array(filters).fill(sum));
  }
});

for (const activation of ["linear", "relu", "relu6"] as const) {
  Deno.test(`fused.depthwiseConv2d agrees with cpu, activation ${activation}`, async () => {
    const { x, filter } = given([2, 7, 8, 6], [3, 3]);
    for (const bias of [undefined, wholeNumbers([6], 3)]) {
      await agrees(() =>
        tf.fused.depthwiseConv2d({
          ...{ x, filter, bias, activation },
          strides: 1,
          pad: "same",
        })
      );
    }
  });
}

Deno.test("depthwiseConv2d with several filters for a channel agrees with cpu", async () => {
  const x = wholeNumbers([2, 7, 8, 3], 1) as tf.Tensor4D;
  const filter = wholeNumbers([3, 2, 3, 2], 2) as tf.Tensor4D;
  await agrees(() => tf.depthwiseConv2d(x, filter, 1, "same"));
});

Deno.test("tf.layers.depthwiseConv2d, which gives no dilations, agrees with cpu", async () => {
  const x = wholeNumbers([2, 7, 8, 3], 1);
  const weights = wholeNumbers([3, 3, 3, 1], 2);
  await agrees(() => {
    const layer = tf.layers.depthwiseConv2d({ kernelSize: 3, useBias: false });
    layer.build(x.shape);
    layer.setWeights([weights]);
    return layer.apply(x) as tf.Tensor;
  });
});
