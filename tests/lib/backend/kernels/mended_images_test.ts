import { ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { wholeNumbers } from "./both_backends.ts";

/** The greatest difference of a computation on WASM from the cpu backend's. */
async function difference(compute: () => tf.Tensor): Promise<number> {
  const values: Float32Array[] = [];
  for (const name of ["wasm", "cpu"] as const) {
    await selectBackend({ name });
    values.push(tf.tidy(compute).dataSync<"float32">());
  }
  return values[0].reduce(
    (most, value, i) => Math.max(most, Math.abs(value - values[1][i])),
    0,
  );
}

const image = (channels: number) =>
  wholeNumbers([1, 5, 7, channels], 1) as tf.Tensor4D;

Deno.test("tf.image.transform reflects as cpu does, on WASM", async () => {
  // Shifts by less and by more than the image is high, turned and not; by no half, for
  // which "nearest" is either.
  for (const shift of [-1, -6.75, 3.25, 8]) {
    for (const turn of [0, 0.3]) {
      for (const way of ["nearest", "bilinear"] as const) {
        const error = await difference(() =>
          tf.image.transform(
            image(2),
            tf.tensor2d([[1, turn, shift, -turn, 1, -shift, 0, 0]]),
            way,
            "reflect",
            0,
            [6, 4],
          )
        );
        // Values of at most 3, of coordinates below 2^6 in float32.
        ok(error < 3 * 2 ** -16, `${[shift, turn, way]}: ${error}`);
      }
    }
  }
});

Deno.test("tf.image.rotateWithOffset fills with fractions, on WASM", async () => {
  for (const fill of [0.25, [0.5, 0.25, -1.5]]) {
    const error = await difference(() =>
      tf.image.rotateWithOffset(
        image(3),
        0.4,
        fill as number,
        [0.5, 0.4],
      )
    );
    ok(error < 2 ** -20, `${fill}: ${error}`);
  }
});
