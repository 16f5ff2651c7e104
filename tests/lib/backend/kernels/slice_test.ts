import * as tf from "@tensorflow/tfjs";
import { agrees, wholeNumbers } from "./both_backends.ts";

/** Begins and sizes; -1 is up to the end. */
const PARTS: [shape: number[], begin: number[], size: number[]][] = [
  [[7], [2], [4]],
  [[7], [0], [0]],
  [[5, 9], [1, 0], [3, 9]],
  [[5, 9], [1, 3], [-1, 5]],
  [[4, 3, 5], [1, 0, 0], [2, -1, -1]],
  [[4, 3, 5], [0, 1, 0], [4, 2, 5]],
  [[4, 3, 5], [3, 2, 4], [1, 1, 1]],
  [[3, 4, 5, 6], [1, 1, 1, 2], [2, 2, 3, 3]],
  [[2, 3, 2, 3, 4], [1, 0, 1, 1, 0], [1, 3, 1, 2, 4]],
  [[2, 3, 2, 3, 4], [0, 1, 0, 0, 1], [2, 2, 2, 3, 2]],
];

for (const dtype of ["float32", "int32", "bool"] as const) {
  for (const [shape, begin, size] of PARTS) {
    Deno.test(`slice of ${dtype} [${shape}] takes [${size}] from [${begin}] on`, async () => {
      await agrees(() => wholeNumbers(shape, 1).cast(dtype).slice(begin, size));
    });
  }

  Deno.test(`split and concat of ${dtype} lose nothing along any axis`, async () => {
    for (const axis of [0, 1, 2, -1]) {
      await agrees(() => {
        const x = wholeNumbers([4, 4, 4], 1).cast(dtype);
        const parts = tf.split(x, [1, 0, 3], axis);
        return tf.concat([...parts.toReversed(), x], axis);
      });
    }
  });
}
