import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { lambda } from "../../../lib/layers/lambda.ts";
import { cacheFeatures } from "../../../lib/train/cache_features.ts";
import { fit } from "../../../lib/train/fit.ts";

await tf.setBackend("cpu");

const base = tf.sequential({
  name: "base",
  layers: [
    tf.layers.dense({ name: "one", units: 4, inputShape: [3] }),
    tf.layers.batchNormalization({ name: "norm" }),
    dropout({ name: "drop", rate: 0.5 }),
    tf.layers.dense({ name: "last", units: 2 }),
  ],
});
const x = tf.randomNormal([10, 3]);
const y = tf.randomNormal([10, 1]);

/** What prediction gives at a layer. */
function expected(name: string): Float32Array {
  const output = base.getLayer(name).output as tf.SymbolicTensor;
  const part = tf.model({ inputs: base.inputs, outputs: output });
  return tf.tidy(() => (part.predict(x) as tf.Tensor).dataSync<"float32">());
}

Deno.test("cacheFeatures() gives what predict() gives at a layer, by name, index or layer", async () => {
  for (const until of ["norm", 1, -3, base.getLayer("norm")]) {
    const before = tf.memory().numTensors;
    const features = await cacheFeatures(base, until, x, { batchSize: 4 });
    strictEqual(tf.memory().numTensors, before + 1);
    deepStrictEqual(features.shape, [10, 4]);
    deepStrictEqual(features.dataSync(), expected("norm"));
    features.dispose();
  }
});

Deno.test("cacheFeatures() of a dataset brings its targets, in order", async () => {
  const rows = Array.from({ length: 10 }, (_, i) => i);
  const xs = x.arraySync() as number[][];
  const plain = tf.data.array(rows.map((i) => ({ xs: xs[i], ys: [i] })));
  const named = tf.data.array(
    rows.map((i) => ({ xs: xs[i], ys: { a: [i], b: [2 * i] } })),
  );
  const before = tf.memory().numTensors;
  const set = await cacheFeatures(base, "one", plain.batch(4));
  const several = await cacheFeatures(base, "one", named.batch(3));
  strictEqual(tf.memory().numTensors, before + 5);
  deepStrictEqual(set.xs.dataSync(), expected("one"));
  deepStrictEqual(several.xs.dataSync(), expected("one"));
  deepStrictEqual([...(set.ys as tf.Tensor).dataSync()], rows);
  const { b } = several.ys as Record<string, tf.Tensor>;
  deepStrictEqual([...b.dataSync()], rows.map((i) => 2 * i));
  const head = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [4] })],
  });
  head.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const { history } = await fit(head, set.xs, set.ys, { display: false });
  ok(Number.isFinite(history.loss[0]));
  tf.dispose([set, several] as unknown as tf.TensorContainer);
});

Deno.test("cacheFeatures() refuses what is random, by its name", async () => {
  await rejects(
    cacheFeatures(base, "last", x),
    /what last gives: drop is random in training.*inference: "drop"/,
  );
  const own = lambda({
    name: "own",
    function: (x) => tf.add(x as tf.Tensor, tf.randomNormal([3])),
    inputShape: [3],
  });
  const model = tf.sequential({ layers: [own] });
  await rejects(cacheFeatures(model, 0, x), /what own gives/);
});

Deno.test("cacheFeatures() refuses layers, data and options that don't fit", async () => {
  await rejects(cacheFeatures(base, "norms", x), /did you mean norm\?/);
  const outer = tf.sequential({ layers: [base] });
  await rejects(
    cacheFeatures(outer, "norm", x),
    /norm lies in base.*use cacheFeatures\(base, /,
  );
  await rejects(cacheFeatures(base, 9, x), /base has no layer 9; it has one,/);
  await rejects(
    cacheFeatures(base, "one", y),
    /takes .*\[any,3\].*got \[10,1\]/,
  );
  await rejects(cacheFeatures(base, "one", [x, x]), RangeError);
  await rejects(cacheFeatures(base, "one", null as never), TypeError);
  await rejects(cacheFeatures(base, "one", x, { batchSize: 0 }), RangeError);
  const bare = tf.data.array([[1, 2, 3]]).batch(1);
  await rejects(cacheFeatures(base, "one", bare), /batches \{ xs, ys \}/);
  const endless = tf.data.array([{ xs: [1, 2, 3], ys: [1] }]).repeat();
  await rejects(cacheFeatures(base, "one", endless.batch(1)), /that ends/);
});
