/** `tf.transpose()` on WASM gives the cpu backend's values. */

import * as tf from "@tensorflow/tfjs";
import { agrees, wholeNumbers } from "./both_backends.ts";

/** All orders of some axes. */
function orders(axes: number[]): number[][] {
  if (axes.length === 0) return [[]];
  return axes.flatMap((axis) =>
    orders(axes.filter((other) => other !== axis))
      .map((rest) => [axis, ...rest])
  );
}

const SHAPES = [
  [7, 9],
  [1, 5],
  [3, 5, 1],
  [3, 6, 2],
  [2, 130, 7],
  [2, 3, 5, 2],
  [2, 4, 3, 4],
  [3, 13, 15],
  [3, 9, 11, 2],
  [2, 13, 5, 11],
  [3, 1, 5, 3],
  [0, 3, 2],
];

for (const dtype of ["float32", "int32", "bool"] as const) {
  Deno.test(`transpose of ${dtype} takes axes in any order`, async () => {
    for (const shape of SHAPES) {
      const x = () => wholeNumbers(shape, 1, 99).cast(dtype);
      for (const order of orders(shape.map((_, axis) => axis))) {
        await agrees(() => tf.transpose(x(), order));
      }
    }
  });
}
