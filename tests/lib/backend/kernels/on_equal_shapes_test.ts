import * as tf from "@tensorflow/tfjs";
import { strictEqual } from "node:assert/strict";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { agrees, wholeNumbers } from "./both_backends.ts";

const OPERATIONS = [
  "equal",
  "floorDiv",
  "greater",
  "greaterEqual",
  "less",
  "lessEqual",
  "maximum",
  "minimum",
  "mod",
  "notEqual",
  "pow",
] as const;

/** Two shapes of which one or both are repeated; the last are no more than few. */
const SHAPES: [number[], number[]][] = [
  [[3, 5, 4, 7], [3, 1, 1, 7]],
  [[3, 1, 1, 7], [3, 5, 4, 7]],
  [[3, 5, 4, 7], [3, 5, 4, 1]],
  [[3, 5, 4, 7], [1, 5, 1, 1]],
  [[3, 5, 4, 7], [5, 1, 7]],
  [[5, 1, 7], [2, 5, 4, 7]],
  [[31, 1], [1, 29]],
  [[4, 1, 9], [6, 1]],
  [[3, 5, 4, 7], [7]],
  [[3, 5, 4, 7], [1]],
  [[0, 5, 7], [1, 5, 1]],
  [[2, 3], [2, 1]],
];

function typesOf(name: typeof OPERATIONS[number]) {
  const numbers = ["float32", "int32"] as const;
  return /equal/i.test(name) ? [...numbers, "bool" as const] : numbers;
}

for (const name of OPERATIONS) {
  Deno.test(`${name} of tensors that are repeated is that of cpu`, async () => {
    for (const [a, b] of SHAPES) {
      for (const dtype of typesOf(name)) {
        await agrees(() => {
          const x = wholeNumbers(a, 1).cast(dtype);
          // A divisor and an exponent above zero.
          const y = wholeNumbers(b, 2).abs().add(1).cast(dtype);
          return tf[name](x, y).cast("float32");
        });
      }
    }
  });
}

Deno.test("an operation on tensors that are repeated leaves none behind", async () => {
  await selectBackend({ name: "wasm" });
  const [x, y] = [wholeNumbers([3, 5, 4, 7], 1), wholeNumbers([3, 1, 1, 7], 2)];
  const before = tf.memory();
  tf.tidy(() => tf.equal(x, y).dataSync());
  strictEqual(tf.memory().numDataBuffers, before.numDataBuffers);
  strictEqual(tf.memory().numTensors, before.numTensors);
});
