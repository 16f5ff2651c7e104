/** One loop on WASM against the chain of operations, to the bit. */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import {
  evaluate,
  evaluatesInOneLoop,
  type Formula,
} from "../../../lib/backend/evaluate.ts";
import { adam, adamW, rmsprop, selectBackend, sgd } from "../../../lib/mod.ts";
import { inOperations } from "./in_operations.ts";

const OPTIMIZERS: Record<string, () => tf.Optimizer> = {
  "adam()": () => adam({ learningRate: 0.1 }),
  "adamW()": () => adamW({ learningRate: 0.1, weightDecay: 0.3 }),
  "sgd()": () => sgd(),
  "sgd() with momentum": () => sgd({ momentum: 0.9 }),
  "sgd() after Nesterov": () => sgd({ momentum: 0.9, nesterov: true }),
  "rmsprop()": () => rmsprop(),
  "rmsprop() with momentum": () => rmsprop({ momentum: 0.3 }),
  "rmsprop(), centered": () => rmsprop({ centered: true, momentum: 0.3 }),
  "tf.train.sgd": () => tf.train.sgd(0.1),
  "tf.train.momentum": () => tf.train.momentum(0.1, 0.9),
  "tf.train.momentum after Nesterov": () => tf.train.momentum(0.1, 0.9, true),
  "tf.train.adam": () => tf.train.adam(0.01),
  "tf.train.rmsprop": () => tf.train.rmsprop(0.01, 0.9, 0.5),
  "tf.train.rmsprop, centered": () =>
    tf.train.rmsprop(0.01, 0.9, 0.5, 1e-7, true),
};

/** Lengths about a vector of four, and one of several vectors. */
const LENGTHS = [1, 2, 3, 4, 5, 8, 67];

/** Edges of float32, in the place of the first gradients of a longer weight. */
const EDGES = [0, -0, 1e-45, 1e-20, -3e38, Infinity, NaN];

/** Bits of the weights and moments after five steps. */
async function steps(make: () => tf.Optimizer): Promise<number[][]> {
  const optimizer = make();
  const weights = LENGTHS.map((length) =>
    tf.variable(tf.randomNormal([length], 0, 1, "float32", length))
  );
  for (let step = 0; step < 5; step++) {
    const gradients = weights.map(({ name, size }) => {
      const values = tf.randomNormal([size], 0, 1, "float32", 100 * step + size)
        .dataSync();
      if (size > 10) values.set(EDGES, step);
      return { name, tensor: tf.tensor1d(values) };
    });
    optimizer.applyGradients(gradients);
    tf.dispose(gradients.map(({ tensor }) => tensor));
  }
  const moments = (await optimizer.getWeights()).map(({ tensor }) => tensor);
  const bits = [...weights, ...moments].map((tensor) =>
    Array.from(tensor.dataSync(), bitsOf)
  );
  tf.dispose([...weights, moments[0]]);
  optimizer.dispose();
  return bits;
}

/** Every NaN is the same: which one an operation gives is the machine's. */
function bitsOf(value: number): number {
  return Number.isNaN(value)
    ? NaN
    : new Int32Array(Float32Array.of(value).buffer)[0];
}

for (const [name, make] of Object.entries(OPTIMIZERS)) {
  Deno.test(`${name} steps in one loop to the same bits as by operations`, async () => {
    await selectBackend({ name: "wasm" });
    ok(evaluatesInOneLoop());
    deepStrictEqual(await steps(make), await inOperations(() => steps(make)));
  });
}

const SUM: Formula = {
  results: 1,
  compute: (on, [a, b], [c]) => [on.multiply(on.add(a, b), c)],
};

Deno.test("evaluate() goes by operations where shapes or types differ, and elsewhere", async () => {
  for (const name of ["wasm", "cpu"] as const) {
    await selectBackend({ name });
    const [x, y] = [tf.tensor2d([[1, 2], [3, 4]]), tf.tensor1d([10, 20])];
    const whole = tf.tensor1d([1, 2], "int32");
    const [sum] = tf.tidy(() => evaluate(SUM, [x, y], [0.5]));
    deepStrictEqual([...sum.dataSync()], [5.5, 11, 6.5, 12]);
    const [mixed] = tf.tidy(() => evaluate(SUM, [y, whole], [2]));
    deepStrictEqual([...mixed.dataSync()], [22, 44]);
    const [empty] = tf.tidy(() =>
      evaluate(SUM, [tf.zeros([0]), tf.zeros([0])], [2])
    );
    strictEqual(empty.size, 0);
    tf.dispose([x, y, whole, sum, mixed, empty]);
  }
});

Deno.test("a step in one loop changes no copy of the weight, and leaves no tensor", async () => {
  await selectBackend({ name: "wasm" });
  const weight = tf.variable(tf.tensor1d([1, 2, 3, 4, 5]));
  const copy = weight.clone();
  const optimizer = adam({ learningRate: 0.1 });
  const step = () => {
    const { value, grads } = tf.variableGrads(
      () => weight.square().sum() as tf.Scalar,
    );
    optimizer.applyGradients(grads);
    tf.dispose([value, grads]);
  };
  step();
  const { numTensors } = tf.memory();
  step();
  strictEqual(tf.memory().numTensors, numTensors);
  deepStrictEqual([...copy.dataSync()], [1, 2, 3, 4, 5]);
  tf.dispose([weight, copy]);
  optimizer.dispose();
});
