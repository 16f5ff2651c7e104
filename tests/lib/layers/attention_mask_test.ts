/** Masks of attention in models; `keras_test.ts` compares them with Keras. */

import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  throws,
} from "node:assert/strict";
import { globalAveragePooling1d } from "../../../lib/layers/global_average_pooling_1d.ts";
import { multiHeadAttention } from "../../../lib/layers/multi_head_attention.ts";
import { drawNormal } from "../../../lib/random/draw_uniform.ts";

await tf.setBackend("cpu");

const normal = (shape: number[], step = 0) =>
  drawNormal(shape, { seed: 1, layer: 1, step });
const values = (x: unknown) => [...(x as tf.Tensor).dataSync()];

Deno.test("MultiHeadAttention takes its mask as an input of a model, which is saved", async () => {
  const query = tf.input({ shape: [3, 4] });
  const value = tf.input({ shape: [5, 4] });
  const attentionMask = tf.input({ shape: [3, 5] });
  const layer = multiHeadAttention({ numHeads: 2, keyDim: 3 });
  const model = tf.model({
    inputs: [query, value, attentionMask],
    outputs: layer.apply([query, value], {
      attentionMask,
    }) as tf.SymbolicTensor,
  });
  const [q, v] = [normal([2, 3, 4], 1), normal([2, 5, 4], 2)];
  const mask = normal([2, 3, 5], 3).greater(0).cast("float32");
  const eager = values(layer.apply([q, v], { attentionMask: mask }));
  notDeepStrictEqual(values(layer.apply([q, v])), eager);
  deepStrictEqual(values(model.predict([q, v, mask])), eager);
  const copy = await tf.models.modelFromJSON(
    model.toJSON(null, false) as unknown as tf.io.ModelJSON,
  );
  copy.setWeights(model.getWeights());
  deepStrictEqual(values(copy.predict([q, v, mask])), eager);
});

Deno.test("MultiHeadAttention with useCausalMask sees nothing of later steps, also once loaded", async () => {
  const layer = multiHeadAttention({
    numHeads: 2,
    keyDim: 3,
    useCausalMask: true,
    inputShape: [4, 2],
  });
  const model = tf.sequential({ layers: [layer] });
  const copy = await tf.models.modelFromJSON(
    model.toJSON(null, false) as unknown as tf.io.ModelJSON,
  );
  copy.setWeights(model.getWeights());
  const x = normal([1, 4, 2]);
  const start = x.slice([0, 0, 0], [1, 2, 2]);
  const other = tf.concat([start, normal([1, 2, 2], 5)], 1);
  const [one, two] = [x, other].map((x) => values(copy.predict(x)));
  deepStrictEqual(one.slice(0, 4), two.slice(0, 4));
  notDeepStrictEqual(one.slice(4), two.slice(4));
});

Deno.test("MultiHeadAttention leaves out what an embedding masks, and passes the mask on", () => {
  const build = (steps: number) =>
    tf.sequential({
      layers: [
        tf.layers.embedding({
          inputDim: 9,
          outputDim: 4,
          maskZero: true,
          inputLength: steps,
        }),
        multiHeadAttention({ numHeads: 2, keyDim: 3 }),
        globalAveragePooling1d(),
      ],
    });
  const [whole, padded] = [build(3), build(5)];
  padded.setWeights(whole.getWeights());
  const short = values(whole.predict(tf.tensor2d([[4, 2, 7]])));
  const long = values(padded.predict(tf.tensor2d([[4, 2, 7, 0, 0]])));
  // Sums of 5 terms in place of 3, the added ones 0, of values below 1.
  short.forEach((value, i) => ok(Math.abs(value - long[i]) < 5 * 2 ** -23));
});

Deno.test("MultiHeadAttention refuses a mask that does not fit", () => {
  const layer = multiHeadAttention({ numHeads: 1, keyDim: 2 });
  const inputs = [normal([2, 3, 4]), normal([2, 5, 4])];
  for (const shape of [[2, 5, 3], [5, 3], [5], [2, 1, 3, 5]]) {
    throws(
      () => layer.apply(inputs, { attentionMask: tf.ones(shape) }),
      /must be \[batch, queries, keys\], here \[2,3,5\]/,
    );
  }
  throws(
    () => layer.apply(inputs, { useCausalMask: true } as object),
    /useCausalMask is an argument of multiHeadAttention/,
  );
});

Deno.test("MultiHeadAttention with useCausalMask sees the own step", () => {
  const args = { numHeads: 1, keyDim: 3 };
  const causal = multiHeadAttention({ ...args, useCausalMask: true });
  const plain = multiHeadAttention(args);
  const x = normal([1, 4, 2], 5);
  const first = (x: tf.Tensor) => x.slice([0, 0, 0], [1, 1, 2]);
  const inAll = first(causal.apply(x) as tf.Tensor);
  plain.build([1, 1, 2]);
  plain.setWeights(causal.getWeights());
  // The first step has none but itself to attend to.
  const alone = plain.apply(first(x)) as tf.Tensor;
  ok(alone.sub(inAll).abs().max().dataSync()[0] < 1e-6);
});
