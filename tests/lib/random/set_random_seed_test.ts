import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
} from "node:assert/strict";
import {
  layerStream,
  setRandomSeed,
} from "../../../lib/random/set_random_seed.ts";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const x = tf.tensor2d(Array.from({ length: 40 }, (_, i) => Math.sin(i)), [
  20,
  2,
]);
const y = tf.tensor2d(Array.from({ length: 20 }, (_, i) => Math.cos(i)), [
  20,
  1,
]);

/** Losses of three epochs of a small model that initialises and shuffles. */
async function train(): Promise<unknown> {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, activation: "tanh", inputShape: [2] }),
      tf.layers.dense({ units: 1, kernelInitializer: "orthogonal" }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const { history } = await model.fit(x, y, {
    epochs: 3,
    batchSize: 4,
    verbose: 0,
  });
  model.dispose();
  return history.loss;
}

Deno.test("tfjs' own fit() differs from run to run", async () => {
  setRandomSeed(null);
  notDeepStrictEqual(await train(), await train());
});

Deno.test("setRandomSeed() repeats initial weights and the order of batches", async () => {
  setRandomSeed(3);
  const first = await train();
  setRandomSeed(3);
  const again = await train();
  const next = await train();
  setRandomSeed(4);
  const other = await train();
  setRandomSeed(null);
  deepStrictEqual(again, first);
  notDeepStrictEqual(next, first);
  notDeepStrictEqual(other, first);
});

Deno.test("setRandomSeed() leaves an initialiser's own seed alone", () => {
  const weights = () => {
    const tensor = tf.initializers.heNormal({ seed: 5 }).apply([3, 3]);
    const values = [...tensor.dataSync()];
    tensor.dispose();
    return values;
  };
  const own = weights();
  setRandomSeed(1);
  deepStrictEqual(weights(), own);
  setRandomSeed(null);
});

Deno.test("layerStream() gives each layer of a run its own stream", () => {
  setRandomSeed(9);
  const streams = [layerStream(), layerStream(), layerStream(4)];
  setRandomSeed(null);
  deepStrictEqual(streams.map(({ seed, layer }) => [seed, layer]), [
    [9, 1],
    [9, 2],
    [4, 0],
  ]);
});

/** The output of each tfjs layer that draws by itself, in training. */
const DRAWING: Record<string, () => tf.layers.Layer> = {
  Dropout: () => tf.layers.dropout({ rate: 0.5 }),
  SpatialDropout1D: () => tf.layers.spatialDropout1d({ rate: 0.5 }),
  GaussianDropout: () => tf.layers.gaussianDropout({ rate: 0.5 }),
  GaussianNoise: () => tf.layers.gaussianNoise({ stddev: 1 }),
  AlphaDropout: () => tf.layers.alphaDropout({ rate: 0.5 }),
  LSTM: () => tf.layers.lstm({ units: 9, dropout: 0.5, recurrentDropout: 0.5 }),
  GRU: () => tf.layers.gru({ units: 9, dropout: 0.5, recurrentDropout: 0.5 }),
  SimpleRNN: () => tf.layers.simpleRNN({ units: 9, dropout: 0.5 }),
};

for (const [name, make] of Object.entries(DRAWING)) {
  Deno.test(`setRandomSeed() repeats what tfjs' own ${name} draws`, () => {
    const { random } = Math;
    const outputs = (seed: number | null) => {
      setRandomSeed(seed);
      const layer = make();
      return [1, 2].map(() => {
        const y = layer.apply(tf.ones([2, 3, 8]), { training: true });
        return [...(y as tf.Tensor).dataSync()];
      });
    };
    const [first, next] = outputs(6);
    deepStrictEqual(outputs(6), [first, next]);
    notDeepStrictEqual(next, first);
    notDeepStrictEqual(outputs(7)[0], first);
    notDeepStrictEqual(outputs(null), outputs(null));
    strictEqual(Math.random, random);
  });
}

Deno.test("setRandomSeed() lets a prediction between two steps change nothing", () => {
  const drawn = (predicts: boolean) => {
    setRandomSeed(6);
    const layer = tf.layers.dropout({ rate: 0.5 });
    if (predicts) layer.apply(tf.ones([64]), { training: false });
    const y = layer.apply(tf.ones([64]), { training: true });
    setRandomSeed(null);
    return [...(y as tf.Tensor).dataSync()];
  };
  deepStrictEqual(drawn(true), drawn(false));
});

Deno.test("setRandomSeed() repeats the order of a shuffled dataset, and 0 is a seed of its own", async () => {
  const orders = async (seed?: string | number) => {
    const dataset = tf.data.array([...Array(20).keys()])
      .shuffle(20, seed as string);
    const order = async () => {
      const items: number[] = [];
      await dataset.forEachAsync((item) => items.push(item as number));
      return items;
    };
    return [await order(), await order()];
  };
  const run = async (seed: number) => {
    setRandomSeed(seed);
    try {
      return [await orders(), await orders()];
    } finally {
      setRandomSeed(null);
    }
  };
  const first = await run(3);
  deepStrictEqual(await run(3), first);
  notDeepStrictEqual(await run(4), first);
  // Another order in each epoch, and for each dataset.
  strictEqual(new Set(first.flat().map((order) => order.join())).size, 4);
  deepStrictEqual(await orders(0), await orders(0));
});
