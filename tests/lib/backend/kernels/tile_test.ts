import * as tf from "@tensorflow/tfjs";
import { agrees, wholeNumbers } from "./both_backends.ts";

const CASES: [shape: number[], reps: number[]][] = [
  [[3], [4]],
  [[2, 3], [1, 1]],
  [[2, 1], [3, 5]],
  [[1, 1, 1, 7], [2, 3, 4, 1]],
  [[2, 3, 1, 2], [2, 1, 3, 2]],
];

for (const [shape, reps] of CASES) {
  Deno.test(`tile agrees with cpu on [${shape}] by [${reps}]`, async () => {
    await agrees(() => tf.tile(wholeNumbers(shape, 1), reps));
    await agrees(() => tf.tile(wholeNumbers(shape, 1).toInt(), reps));
    await agrees(() => tf.tile(wholeNumbers(shape, 1).toBool(), reps));
  });
}
