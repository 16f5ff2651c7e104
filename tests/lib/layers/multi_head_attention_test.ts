import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import {
  type MultiHeadAttention,
  multiHeadAttention,
} from "../../../lib/layers/multi_head_attention.ts";
import { drawNormal } from "../../../lib/random/draw_uniform.ts";

await tf.setBackend("cpu");

const normal = (shape: number[], step = 0) =>
  drawNormal(shape, { seed: 1, layer: 1, step });

Deno.test("MultiHeadAttention has the parameters of the published summary", () => {
  const layer = multiHeadAttention({ numHeads: 4, keyDim: 256 });
  layer.build([null, 500, 1]);
  strictEqual(layer.countParams(), 7_169);
  deepStrictEqual(layer.computeOutputShape([null, 500, 1]), [null, 500, 1]);
  deepStrictEqual(layer.weights.map(({ shape }) => shape), [
    [1, 4, 256],
    [4, 256],
    [1, 4, 256],
    [4, 256],
    [1, 4, 256],
    [4, 256],
    [4, 256, 1],
    [1],
  ]);
});

/** Keras' formula step by step, head by head. */
function plain(
  layer: MultiHeadAttention,
  query: tf.Tensor,
  value: tf.Tensor,
): tf.Tensor {
  const [wq, bq, wk, bk, wv, bv, wo, bo] = layer.getWeights();
  const heads = Array.from({ length: layer.numHeads }, (_, head) => {
    const project = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) => {
      const kernel = w.gather([head], 1).squeeze([1]);
      const flat = x.reshape([-1, x.shape[2]!]).matMul(kernel as tf.Tensor2D);
      return flat.add(b.gather([head])).reshape([
        x.shape[0],
        x.shape[1]!,
        kernel.shape[1]!,
      ]);
    };
    const [q, k, v] = [
      project(query, wq, bq),
      project(value, wk, bk),
      project(value, wv, bv),
    ];
    const scores = tf.matMul(q, k, false, true).div(Math.sqrt(layer.keyDim));
    const picked = tf.matMul(tf.softmax(scores), v);
    const [batch, steps, width] = picked.shape as number[];
    return picked.reshape([batch * steps, width])
      .matMul(wo.gather([head]).squeeze([0]) as tf.Tensor2D)
      .reshape([batch, steps, wo.shape[2]!]);
  });
  return tf.addN(heads).add(bo);
}

for (
  const [what, features, keyDim, valueDim] of [
    ["few features", 1, 8, 6],
    ["many features", 6, 4, 4],
    ["a narrow value", 2, 8, 3],
  ] as const
) {
  Deno.test(`MultiHeadAttention of ${what} is that of the formula`, () => {
    const layer = multiHeadAttention({
      numHeads: 2,
      keyDim,
      valueDim,
      biasInitializer: "randomNormal",
    });
    const query = normal([2, 5, features], 1);
    const value = normal([2, 7, features], 2);
    const y = layer.apply([query, value]) as tf.Tensor;
    deepStrictEqual(y.shape, [2, 5, features]);
    const error = y.sub(plain(layer, query, value)).abs().max().dataSync()[0];
    // Chains of sums of at most 16 products of values of order 1 in float32.
    ok(error < 16 * 2 ** -21, `${error}`);
  });
}

Deno.test("MultiHeadAttention trains all its weights", async () => {
  const layer = multiHeadAttention({
    numHeads: 2,
    keyDim: 8,
    inputShape: [5, 1],
  });
  const model = tf.sequential({
    layers: [layer, tf.layers.flatten(), tf.layers.dense({ units: 1 })],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const before = layer.getWeights().map((weight) => weight.dataSync().slice());
  const x = normal([8, 5, 1]);
  const tensors = () => tf.memory().numTensors;
  await model.fit(x, tf.ones([8, 1]), { epochs: 1, verbose: 0 });
  const count = tensors();
  await model.fit(x, tf.ones([8, 1]), { epochs: 1, verbose: 0 });
  // One of them is the second fit's target.
  strictEqual(tensors(), count + 1);
  const moved = layer.getWeights().map((weight, i) =>
    weight.dataSync().some((value, j) => value !== before[i][j])
  );
  // A key's bias shifts all scores of a query alike, which softmax ignores: its
  // gradient is nought but for rounding.
  deepStrictEqual(moved.with(3, true), Array(8).fill(true));
});

Deno.test("MultiHeadAttention drops attention weights in training only", () => {
  const make = () =>
    multiHeadAttention({ numHeads: 1, keyDim: 4, dropout: 0.5, seed: 1 });
  const layer = make();
  const x = normal([2, 6, 4]);
  const run = (training: boolean) => [
    ...(layer.apply(x, { training }) as tf.Tensor).dataSync(),
  ];
  deepStrictEqual(run(false), run(false));
  const [first, second] = [run(true), run(true)];
  ok(first.some((value, i) => value !== second[i]));
  layer.seedStream.step = 0;
  deepStrictEqual(run(true), first);
});

Deno.test("MultiHeadAttention goes through toJSON() and back, in a functional model", async () => {
  const input = tf.input({ shape: [5, 2] });
  const layer = multiHeadAttention({
    numHeads: 2,
    keyDim: 3,
    dropout: 0.1,
    useBias: false,
    kernelInitializer: "heNormal",
    seed: 3,
  });
  const output = layer.apply([input, input]) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  const copy = await tf.models.modelFromJSON(
    model.toJSON(null, false) as unknown as tf.io.ModelJSON,
  );
  copy.setWeights(model.getWeights());
  const x = normal([2, 5, 2]);
  deepStrictEqual(
    [...(copy.predict(x) as tf.Tensor).dataSync()],
    [...(model.predict(x) as tf.Tensor).dataSync()],
  );
  deepStrictEqual(copy.layers[1].getConfig(), layer.getConfig());
});

for (
  const [what, shapes, message] of [
    ["a matrix", [[2, 3]], /must be \[batch, steps, features\], got \[2,3\]/],
    [
      "keys that are not its values' own",
      [[2, 3, 4], [2, 5, 4], [2, 6, 4]],
      /5 values but 6 keys/,
    ],
    [
      "five inputs",
      [[2, 3, 4], [2, 3, 4], [2, 3, 4], [2, 3, 3], [2, 3, 3]],
      /query, value, key and mask, got 5/,
    ],
  ] as const
) {
  Deno.test(`MultiHeadAttention refuses ${what}`, () => {
    const layer = multiHeadAttention({ numHeads: 1, keyDim: 2 });
    const inputs = shapes.map((shape) => normal([...shape]));
    throws(() => layer.apply(inputs), { name: "RangeError", message });
  });
}

Deno.test("MultiHeadAttention refuses sizes that are none", () => {
  throws(() => multiHeadAttention({ numHeads: 0, keyDim: 1 }), RangeError);
  throws(() => multiHeadAttention({ numHeads: 1, keyDim: 1.5 }), RangeError);
  const args = { numHeads: 1, keyDim: 1, dropout: 2 };
  throws(() => multiHeadAttention(args), RangeError);
});
