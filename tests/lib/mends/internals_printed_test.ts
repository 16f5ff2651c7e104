import { ok, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

Deno.test("tensors are printed with their first values, wherever they stand", () => {
  const gone = tf.ones([2]);
  gone.dispose();
  const table: [unknown, string][] = [
    [tf.tensor([[1, 2.123456], [3, -4]]), "[2, 2] [[1, 2.123], [3, -4]]"],
    [tf.scalar(NaN), "[] NaN"],
    [tf.zeros([0, 4]), "[0, 4] []"],
    [gone, "[2], disposed"],
    [tf.range(0, 100), "[100] [0, 1, 2, 3, 4, 5, …]"],
    [
      tf.zeros([9, 9, 9]),
      "[9, 9, 9] [[[0, 0, 0, 0, 0, 0, …], [0, 0, 0, 0, 0, 0, …], [0, 0, 0, 0, 0, 0, …], …], …]",
    ],
  ];
  for (const [tensor, text] of table) {
    strictEqual(Deno.inspect(tensor), `Tensor float32 ${text}`);
  }
  strictEqual(
    Deno.inspect({ a: tf.tensor([true]), b: [tf.tensor(["x"])] }),
    '{ a: Tensor bool [1] [true], b: [ Tensor string [1] ["x"] ] }',
  );
  strictEqual(
    Deno.inspect(tf.variable(tf.scalar(1), true, "printed")),
    "Variable printed float32 [] 1",
  );
  strictEqual(
    Deno.inspect(tf.complex([1], [2])),
    "Tensor complex64 [1]",
  );
});

Deno.test("whole numbers are printed with all digits", () => {
  const years = tf.tensor1d([123_456, 16_777_216, -7_654_321], "int32");
  strictEqual(
    Deno.inspect(years),
    "Tensor int32 [3] [123456, 16777216, -7654321]",
  );
});

Deno.test("values on WebGPU are not read, whichever backend is used by now", () => {
  const { registry } = tf.engine();
  registry.webgpu = tf.backend();
  try {
    strictEqual(Deno.inspect(tf.ones([2])), "Tensor float32 [2]");
  } finally {
    delete registry.webgpu;
  }
});

Deno.test("a tensor is printed without an operation", () => {
  const tensor = tf.range(0, 100);
  const before = tf.memory().numTensors;
  Deno.inspect(tensor);
  strictEqual(tf.memory().numTensors, before);
  ok(!tensor.isDisposed);
});

Deno.test("layers and models are printed in a line", () => {
  const dense = tf.layers.dense({ inputShape: [2], units: 3, name: "hidden" });
  strictEqual(Deno.inspect(dense), "Dense hidden, not built");
  const one = tf.sequential({
    layers: [tf.layers.dense({ inputShape: [2], units: 3 })],
  });
  strictEqual(
    Deno.inspect(one),
    `Sequential ${one.name}, 9 parameters`,
  );
  const model = tf.sequential({ layers: [dense], name: "printed" });
  strictEqual(Deno.inspect(model.layers), "[ Dense hidden, 9 parameters ]");
  dense.trainable = false;
  strictEqual(Deno.inspect(dense), "Dense hidden, 9 parameters, frozen");
  strictEqual(Deno.inspect(model), "Sequential printed, 9 parameters");
  strictEqual(
    Deno.inspect(model.weights[1]),
    "Variable hidden/bias float32 [3] [0, 0, 0]",
  );
  strictEqual(
    Deno.inspect(model.inputs),
    "[ SymbolicTensor hidden_input float32 [null, 2] ]",
  );
  strictEqual(
    Deno.inspect(tf.sequential({ name: "empty" })),
    "Sequential empty, not built",
  );
});

Deno.test("a disposed model's weights say so", () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ inputShape: [2], units: 1, name: "past" })],
  });
  model.dispose();
  strictEqual(
    Deno.inspect(model.weights),
    `[
  Variable past/kernel float32 [2, 1], disposed,
  Variable past/bias float32 [1], disposed
]`,
  );
});

Deno.test("printing throws nothing for classes' prototypes", () => {
  for (const { prototype } of [tf.Tensor, tf.Variable, tf.layers.Layer]) {
    ok(Deno.inspect(prototype));
  }
});
