import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  throws,
} from "node:assert/strict";
import { Dropout, dropout } from "../../../lib/dropout/dropout.ts";
import { setRandomSeed } from "../../../lib/random/set_random_seed.ts";

await tf.setBackend("cpu");

const ones = (...shape: number[]) => tf.ones(shape);

function values(layer: tf.layers.Layer, x: tf.Tensor, training = true) {
  const y = layer.apply(x, { training }) as tf.Tensor;
  return [...y.dataSync()];
}

Deno.test("Dropout draws a new mask on each call, and repeats them under its seed", () => {
  const [one, two] = [0, 1].map(() => dropout({ rate: 0.5, seed: 1 }));
  const masks = [values(one, ones(1, 64)), values(one, ones(1, 64))];
  notDeepStrictEqual(masks[0], masks[1]);
  deepStrictEqual([values(two, ones(1, 64)), values(two, ones(1, 64))], masks);
  one.seedStream.step = 0;
  deepStrictEqual(values(one, ones(1, 64)), masks[0]);
});

Deno.test("Dropout without a seed draws from the run's", () => {
  const draw = () => {
    setRandomSeed(5);
    const layers = [dropout({ rate: 0.5 }), dropout({ rate: 0.5 })];
    return layers.map((layer) => values(layer, ones(1, 64)));
  };
  const first = draw();
  deepStrictEqual(draw(), first);
  notDeepStrictEqual(first[0], first[1]);
  setRandomSeed(null);
});

Deno.test("Dropout scales what it keeps, and passes on at prediction", () => {
  const layer = dropout({ rate: 0.75, seed: 2 });
  deepStrictEqual(new Set(values(layer, ones(4, 16))), new Set([0, 4]));
  deepStrictEqual(new Set(values(layer, ones(4, 16), false)), new Set([1]));
});

Deno.test("Dropout drops although it is frozen: only the phase decides", () => {
  const layer = dropout({ rate: 0.5, seed: 2, trainable: false });
  deepStrictEqual(new Set(values(layer, ones(1, 64))), new Set([0, 2]));
});

Deno.test("Dropout at rate 1 gives 0 and lets no gradient through", () => {
  const layer = dropout({ rate: 1 });
  const gradient = tf.grad((x) =>
    (layer.apply(x, { training: true }) as tf.Tensor).sum()
  )(ones(2, 3));
  deepStrictEqual([...gradient.dataSync()], Array(6).fill(0));
  deepStrictEqual(values(layer, ones(2, 3)), Array(6).fill(0));
});

Deno.test("Dropout's gradient is its mask", () => {
  const layer = dropout({ rate: 0.5, seed: 3 });
  const gradient = tf.grad((x) =>
    (layer.apply(x, { training: true }) as tf.Tensor).sum()
  )(ones(2, 8));
  layer.seedStream.step = 0;
  deepStrictEqual([...gradient.dataSync()], values(layer, ones(2, 8)));
});

Deno.test("Dropout with noiseShape gives units along an axis of 1 one fate", () => {
  const layer = dropout({ rate: 0.5, seed: 4, noiseShape: [null, 1, null] });
  const y = layer.apply(ones(2, 5, 8), { training: true }) as tf.Tensor3D;
  const rows = y.arraySync();
  for (const sample of rows) {
    for (const row of sample) deepStrictEqual(row, sample[0]);
  }
  notDeepStrictEqual(rows[0][0], rows[1][0]);
});

Deno.test("Dropout refuses a noiseShape that does not fit", () => {
  for (const noiseShape of [[null], [null, 3]]) {
    const layer = dropout({ rate: 0.5, noiseShape });
    throws(() => values(layer, ones(2, 4)), RangeError);
  }
});

Deno.test("Dropout takes a rate in [0, 1] at any time and no other", () => {
  throws(() => dropout({ rate: 20 }), RangeError);
  const layer = dropout({ rate: 0.5 });
  throws(() => layer.rate = -0.1, RangeError);
  layer.rate = 1;
  deepStrictEqual(new Set(values(layer, ones(1, 8))), new Set([0]));
});

Deno.test("Dropout goes through toJSON() and back, tfjs' own beside it", async () => {
  const model = tf.sequential({
    layers: [
      dropout({ rate: 0.25, seed: 6, noiseShape: [null, 1], inputShape: [4] }),
      tf.layers.dropout({ rate: 0.5 }),
    ],
  });
  const json = model.toJSON(null, false) as tf.io.ModelJSON["modelTopology"];
  const copy = await tf.models.modelFromJSON(json as tf.io.ModelJSON);
  const [ours, theirs] = copy.layers;
  strictEqual(ours instanceof Dropout, true);
  strictEqual(theirs instanceof Dropout, false);
  deepStrictEqual(ours.getConfig(), model.layers[0].getConfig());
});

Deno.test("Dropout works in a functional model and in fit()", async () => {
  const input = tf.input({ shape: [4] });
  const output = tf.layers.dense({ units: 1 }).apply(
    dropout({ rate: 0.5, seed: 1 }).apply(input),
  ) as tf.SymbolicTensor;
  const model = tf.model({ inputs: input, outputs: output });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const tensors = tf.memory().numTensors;
  const x = ones(8, 4);
  const y = ones(8, 1);
  await model.fit(x, y, { epochs: 2, verbose: 0 });
  tf.dispose([x, y]);
  strictEqual(tf.memory().numTensors, tensors);
});

Deno.test("dropout() refuses arguments that are none, and a rate that is a text", () => {
  // deno-lint-ignore no-explicit-any -- what a notebook passes is not checked
  const make = dropout as (args?: any) => unknown;
  throws(
    () => make(),
    /dropout needs arguments; it has noiseShape, rate, seed/,
  );
  throws(() => make(0.5), /takes its options as an object, got 0.5/);
  throws(() => make({ rate: "0.5" }), /must be in \[0, 1\], got "0.5"/);
  throws(() => make({ rat: 0.5 }), /no option rat; did you mean rate\?/);
});
