/** What holds for every layer that acts in training only. */

import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  throws,
} from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { alphaDropout } from "../../../lib/dropout/alpha_dropout.ts";
import { dropBlock } from "../../../lib/dropout/drop_block.ts";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { gaussianDropout } from "../../../lib/dropout/gaussian_dropout.ts";
import { manualDropout } from "../../../lib/dropout/manual_dropout.ts";
import {
  spatialDropout1d,
  spatialDropout2d,
  spatialDropout3d,
} from "../../../lib/dropout/spatial_dropout.ts";
import { stochasticDepth } from "../../../lib/dropout/stochastic_depth.ts";
import type {
  DroppingArgs,
  DroppingLayer,
} from "../../../lib/layers/dropping_layer.ts";

await tf.setBackend("cpu");

const IMAGE = [6, 4, 4, 3];
const LAYERS: [string, number[], (args: DroppingArgs) => DroppingLayer][] = [
  ["Dropout", IMAGE, dropout],
  ["SpatialDropout1D", [8, 5, 4], spatialDropout1d],
  ["SpatialDropout2D", IMAGE, spatialDropout2d],
  ["SpatialDropout3D", [4, 2, 2, 2, 3], spatialDropout3d],
  ["GaussianDropout", IMAGE, gaussianDropout],
  ["AlphaDropout", IMAGE, alphaDropout],
  ["DropBlock", IMAGE, (args) => dropBlock({ blockSize: 2, ...args })],
  ["StochasticDepth", [16, 3], stochasticDepth],
  ["ManualDropout", IMAGE, manualDropout],
];

/** Distinct positive values, so that what is dropped shows. */
function input(shape: number[]): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  return tf.range(1, size + 1).div(size).reshape(shape);
}

const apply = (layer: tf.layers.Layer, x: tf.Tensor, training: boolean) => [
  ...(layer.apply(x, { training }) as tf.Tensor).dataSync(),
];

for (const [name, shape, make] of LAYERS) {
  Deno.test(`${name} acts in training only, frozen or not`, () => {
    const x = input(shape);
    for (const trainable of [true, false]) {
      const layer = make({ rate: 0.5, seed: 3, trainable });
      notDeepStrictEqual(apply(layer, x, true), [...x.dataSync()]);
      deepStrictEqual(apply(layer, x, false), [...x.dataSync()]);
    }
  });

  Deno.test(`${name} draws anew on each call and repeats under its seed`, () => {
    const x = input(shape);
    const [one, two] = [
      make({ rate: 0.5, seed: 3 }),
      make({ rate: 0.5, seed: 3 }),
    ];
    const first = [apply(one, x, true), apply(one, x, true)];
    notDeepStrictEqual(first[0], first[1]);
    deepStrictEqual([apply(two, x, true), apply(two, x, true)], first);
  });

  Deno.test(`${name} goes through toJSON() and back, in a model of its kind`, async () => {
    const layer = make({
      rate: 0.25,
      seed: 4,
      inputShape: shape.slice(1),
    });
    const model = tf.sequential({ layers: [layer] });
    const copy = await tf.models.modelFromJSON(
      model.toJSON(null, false) as unknown as tf.io.ModelJSON,
    );
    deepStrictEqual(copy.layers[0].getConfig(), layer.getConfig());
    strictEqual(copy.layers[0].getClassName(), `Thaw>${name}`);
    const x = input(shape);
    deepStrictEqual(
      apply(copy.layers[0], x, true),
      apply(layer, x, true),
    );
  });

  Deno.test(`${name} gives all samples one mask when it is shared`, () => {
    const layer = make({ rate: 0.5, seed: 5 });
    layer.sharedMask = true;
    const y = layer.apply(tf.ones(shape), { training: true }) as tf.Tensor;
    const [first, ...rest] = tf.unstack(y);
    for (const sample of rest) {
      deepStrictEqual([...sample.dataSync()], [...first.dataSync()]);
    }
  });

  Deno.test(`${name} refuses a rate that is no fraction`, () => {
    for (const rate of [-0.1, 1.1, NaN]) {
      throws(() => make({ rate }), RangeError);
    }
  });

  Deno.test(`${name} leaves no tensors behind`, () => {
    const layer = make({ rate: 0.5 });
    const x = input(shape);
    const before = tf.memory().numTensors;
    tf.dispose(layer.apply(x, { training: true }) as tf.Tensor);
    strictEqual(tf.memory().numTensors, before);
  });
}

Deno.test("all noise layers give the same on cpu and wasm", async () => {
  const results: number[][][] = [];
  for (const name of ["cpu", "wasm"] as const) {
    await selectBackend({ name });
    results.push(
      LAYERS.map(([, shape, make]) =>
        apply(make({ rate: 0.5, seed: 6 }), tf.ones(shape), true)
      ),
    );
  }
  await tf.setBackend("cpu");
  deepStrictEqual(results[0], results[1]);
});

for (
  const [name, shape, make] of LAYERS.filter(([name]) =>
    !["GaussianDropout", "AlphaDropout"].includes(name)
  )
) {
  Deno.test(`${name} at rate 1 gives 0 and lets no gradient through`, () => {
    const layer = make({ rate: 1 });
    const x = input(shape);
    deepStrictEqual(new Set(apply(layer, x, true)), new Set([0]));
    const gradient = tf.grad((x) =>
      (layer.apply(x, { training: true }) as tf.Tensor).sum()
    )(x);
    deepStrictEqual(new Set(gradient.dataSync()), new Set([0]));
  });
}

for (const make of [gaussianDropout, alphaDropout]) {
  Deno.test(`${make.name}() refuses a rate of 1`, () => {
    throws(() => make({ rate: 1 }), RangeError);
  });
}

Deno.test("StochasticDepth drops or keeps each sample whole", () => {
  const layer = stochasticDepth({ rate: 0.5, seed: 3 });
  const values = layer.apply(tf.ones([32, 7]), { training: true }) as tf.Tensor;
  const rows = values.arraySync() as number[][];
  const whole = rows.filter((row) => row.every((value) => value === row[0]));
  strictEqual(whole.length, rows.length);
  deepStrictEqual(new Set(rows.map(([first]) => first)), new Set([0, 2]));
});
