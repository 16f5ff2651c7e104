import { deepStrictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

Deno.test("maxPool agrees with cpu: windows, strides, pads, channels 1 to 65", async () => {
  for (const channels of [1, 3, 4, 5, 16, 17, 65]) {
    // Below zero, too: the search does not start there.
    const x = wholeNumbers([2, 9, 8, channels], 1).sub(9) as tf.Tensor4D;
    for (const window of [1, 2, 3, 5]) {
      for (const strides of [1, 2, 3]) {
        for (const pad of ["same", "valid"] as const) {
          if (pad === "same" && strides > window) continue;
          await agrees(() => tf.maxPool(x, window, strides, pad));
        }
      }
    }
    await agrees(() => tf.maxPool(x, [2, 3], [1, 2], "valid"));
    await agrees(() => tf.maxPool(x, 3, 2, [[0, 0], [1, 1], [0, 2], [0, 0]]));
  }
});

Deno.test("maxPool keeps a NaN, wherever in the window it stands", async () => {
  await selectBackend({ name: "wasm" });
  for (let place = 0; place < 4; place++) {
    const x = tf.tensor4d([1, 2, 3, 4].with(place, NaN), [1, 2, 2, 1]);
    const five = tf.tile(x, [1, 1, 1, 5]) as tf.Tensor4D;
    deepStrictEqual(
      [...tf.maxPool(five, 2, 2, "valid").dataSync()],
      new Array(5).fill(NaN),
    );
  }
});
