import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  strictEqual,
  throws,
} from "node:assert/strict";
import * as thaw from "../../../lib/mod.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

interface Pair {
  theirs: (seed?: number) => tf.layers.Layer;
  ours?: (seed?: number) => tf.layers.Layer;
}

const seeded = (seed?: number) => ({ rate: 0.5, ...(seed && { seed }) });

/** tfjs's layers that draw, and this library's of the same name. */
const LAYERS: Record<string, Pair> = {
  Dropout: {
    theirs: (seed) => tf.layers.dropout(seeded(seed)),
    ours: (seed) => thaw.dropout(seeded(seed)),
  },
  SpatialDropout1D: {
    theirs: (seed) => tf.layers.spatialDropout1d(seeded(seed)),
    ours: (seed) => thaw.spatialDropout1d(seeded(seed)),
  },
  GaussianDropout: {
    theirs: (seed) => tf.layers.gaussianDropout(seeded(seed)),
    ours: (seed) => thaw.gaussianDropout(seeded(seed)),
  },
  AlphaDropout: {
    theirs: (seed) => tf.layers.alphaDropout(seeded(seed)),
    ours: (seed) => thaw.alphaDropout(seeded(seed)),
  },
  GaussianNoise: {
    theirs: (seed) =>
      tf.layers.gaussianNoise(
        { stddev: 1, seed } as Parameters<typeof tf.layers.gaussianNoise>[0],
      ),
  },
};

const X = tf.ones([4, 3, 8]);
const SHAPE = [3, 8];

function modelOf(layer: tf.layers.Layer): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: SHAPE }),
      tf.sequential({
        name: "inner",
        layers: [tf.layers.inputLayer({ inputShape: SHAPE }), layer],
      }),
    ],
  });
}

function trained(model: tf.layers.Layer): string {
  return tf.tidy(() =>
    (model.apply(X, { training: true }) as tf.Tensor).dataSync().join()
  );
}

for (const [name, { theirs, ours }] of Object.entries(LAYERS)) {
  Deno.test(`tfjs' own ${name} has masks that are recorded, replayed and held, in a nested model too`, () => {
    const model = modelOf(theirs());
    const records: thaw.MaskRecord[] = [];
    const drawn = thaw.recordMasks(
      model,
      records,
      () => [trained(model), trained(model)],
    );
    notDeepStrictEqual(drawn[0], drawn[1]);
    strictEqual(records.length, 2);
    ok(records[0].path.startsWith("inner/"), records[0].path);
    const again = () => [trained(model), trained(model)];
    deepStrictEqual(thaw.replayMasks(model, records, again), drawn);
    const [one, same] = thaw.fixMasks(model, again);
    strictEqual(one, same);
  });

  Deno.test(`a seed repeats what tfjs' own ${name} draws, also after saving, and it draws anew at each call`, async () => {
    const model = modelOf(theirs(5));
    const drawn = [trained(model), trained(model)];
    notDeepStrictEqual(drawn[0], drawn[1]);
    const loaded = await saveAndLoad(model);
    deepStrictEqual([trained(loaded), trained(loaded)], drawn);
    if (!ours) return;
    const own = modelOf(ours(5));
    deepStrictEqual([trained(own), trained(own)], drawn);
  });
}

Deno.test("tfjs' own Dropout drops all at rate 1, and refuses a rate that is no fraction", () => {
  const all = modelOf(tf.layers.dropout({ rate: 1 }));
  deepStrictEqual(new Set(trained(all).split(",")), new Set(["0"]));
  throws(
    () => tf.layers.dropout({ rate: 20, name: "drop" }),
    /rate of drop must be in \[0, 1\], got 20/,
  );
  throws(() => tf.layers.gaussianDropout({ rate: 1 }), /in \[0, 1\), got 1/);
  // Left out, it would drop nothing without a word.
  for (const name of ["dropout", "gaussianDropout", "alphaDropout"] as const) {
    for (const args of [{}, { rate: null }, undefined]) {
      throws(
        () => tf.layers[name](args as never),
        new RegExp(`rate of ${name} must be in .*, got (undefined|null)`),
      );
    }
  }
});

Deno.test("setRate() and monteCarlo() reach tfjs' own Dropout", () => {
  const drop = tf.layers.dropout({ rate: 0.5 });
  const model = modelOf(drop);
  thaw.setRate(model, 1);
  strictEqual(thaw.droppingRate(drop), 1);
  deepStrictEqual(new Set(trained(model).split(",")), new Set(["0"]));
  throws(() => thaw.setRate(model, 1.5), /must be in \[0, 1\], got 1.5/);
  thaw.setRate(model, 0.5);
  const { variance } = thaw.monteCarlo(model, X, { passes: 8, masks: "pass" });
  // One mask for all samples of a pass, so their variances are the same.
  const [first, second] = [0, 1].map((at) => variance.slice(at, 1).dataSync());
  deepStrictEqual(first, second);
  ok(variance.max().dataSync()[0] > 0);
});
