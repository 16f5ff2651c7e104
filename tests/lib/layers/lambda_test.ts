import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, throws } from "node:assert/strict";
import { lambda } from "../../../lib/layers/lambda.ts";

await tf.setBackend("cpu");

Deno.test("lambda() refuses what is no function", () => {
  throws(
    () => lambda({} as Parameters<typeof lambda>[0]),
    /function of lambda.* must be a function, got undefined/,
  );
});

Deno.test("Lambda applies its function and tells it the phase", () => {
  const model = tf.sequential({
    layers: [
      lambda({
        function: (x, { training }) => (x as tf.Tensor).mul(training ? 2 : 3),
        inputShape: [2],
      }),
    ],
  });
  const values = (training: boolean) => [
    ...(model.apply(tf.ones([1, 2]), { training }) as tf.Tensor).dataSync(),
  ];
  deepStrictEqual([values(true), values(false)], [[2, 2], [3, 3]]);
});

Deno.test("Lambda lets gradients through, and may change the shape", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [2] }),
      lambda({
        function: (x) => (x as tf.Tensor).sum(1, true),
        outputShape: [null, 1],
      }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const before = [...model.getWeights()[1].dataSync()];
  await model.fit(tf.ones([2, 2]), tf.ones([2, 1]), { verbose: 0 });
  const after = [...model.getWeights()[1].dataSync()];
  deepStrictEqual(after.some((value, i) => value !== before[i]), true);
  deepStrictEqual(model.outputs[0].shape, [null, 1]);
});

Deno.test("Lambda says that it can't be serialised", () => {
  const layer = lambda({ function: (x) => x as tf.Tensor });
  throws(() => layer.getConfig(), TypeError);
});

Deno.test("Lambda's output has the shape that its function gives", () => {
  const [one, other] = [tf.input({ shape: [3] }), tf.input({ shape: [3] })];
  const distance = lambda({
    function: (inputs) => {
      const [a, b] = inputs as tf.Tensor[];
      return a.sub(b).square().sum(-1, true);
    },
  }).apply([one, other]) as tf.SymbolicTensor;
  deepStrictEqual(distance.shape, [null, 1]);
  const model = tf.model({ inputs: [one, other], outputs: distance });
  const output = model.predict([tf.ones([2, 3]), tf.zeros([2, 3])]);
  deepStrictEqual([...(output as tf.Tensor).dataSync()], [3, 3]);
});

Deno.test("Lambda takes a sample's shape, as in Keras, or one with the batch", () => {
  for (const outputShape of [[4, 2], [null, 4, 2]]) {
    const layer = lambda({
      function: (x) => (x as tf.Tensor).reshape([-1, 4, 2]),
      outputShape,
    });
    deepStrictEqual(layer.computeOutputShape([null, 8]), [null, 4, 2]);
  }
});

Deno.test("Lambda of several inputs that can't be tried asks for its shape", () => {
  const layer = lambda({
    function: () => {
      throw new Error("no zeros");
    },
  });
  throws(
    () => layer.computeOutputShape([[null, 2], [null, 2]]),
    /needs an outputShape.*no zeros/,
  );
});
