import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { multiHeadAttention } from "../../../../lib/layers/multi_head_attention.ts";
import { freeze } from "../../../../lib/weights/freeze.ts";
import { loadWeights } from "../../../../lib/data/keras/load_weights.ts";

const folder = new URL("../../../golden/keras/", import.meta.url);
const expected = JSON.parse(
  Deno.readTextFileSync(new URL("expected.json", folder)),
);

function fixture(name: string): string {
  return fileURLToPath(new URL(name, folder));
}

/** The network of `keras_fixtures.py`; `units` is the head's width. */
function network(units = 2): tf.LayersModel {
  const l = tf.layers;
  return tf.sequential({
    layers: [
      // deno-fmt-ignore
      l.conv2d({ filters: 3, kernelSize: 3, useBias: false, inputShape: [6, 6, 2] }),
      l.batchNormalization({ scale: false }),
      l.conv2d({ filters: 3, kernelSize: 3, padding: "same" }),
      l.reshape({ targetShape: [16, 3] }),
      l.dropout({ rate: 0.5 }),
      l.lstm({ units: 2, recurrentActivation: "sigmoid" }),
      l.dense({ units, name: "head" }),
    ],
  });
}

/** The bytes of all weights, to see that none has changed. */
function contents(model: tf.LayersModel): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}

for (
  const name of [
    "whole.keras",
    "whole.h5",
    "small.weights.h5",
    "unnamed.weights.h5",
    "keras2.h5",
    "keras2_split.h5",
    "keras1.h5",
  ]
) {
  Deno.test(`loadWeights() gives Keras's output from ${name}`, async () => {
    await tf.setBackend("cpu");
    const model = network();
    const unused = await loadWeights(model, fixture(name));
    deepStrictEqual(unused, []);
    const output = tf.tidy(() =>
      (model.predict(tf.tensor(expected.x, [2, 6, 6, 2])) as tf.Tensor)
        .dataSync()
    );
    model.dispose();
    const worst = Math.max(
      ...Array.from(output, (value, i) => Math.abs(value - expected.y[i])),
    );
    // Sums of at most 27 products of order 1, in float32, through four layers.
    ok(worst < 4 * 27 * 2 ** -23, `differs by ${worst}`);
  });
}

for (const name of ["parts.h5", "parts.weights.h5"]) {
  Deno.test(`loadWeights() reads layers made of layers from ${name}`, async () => {
    const { x, y } = JSON.parse(
      Deno.readTextFileSync(new URL("parts.json", folder)),
    );
    const lstm = tf.layers.lstm({ units: 2, recurrentActivation: "sigmoid" });
    const model = tf.sequential({
      layers: [
        multiHeadAttention({
          numHeads: 2,
          keyDim: 4,
          inputShape: [5, 3],
          name: "multi_head_attention",
        }),
        tf.layers.bidirectional({
          layer: lstm as tf.RNN,
          mergeMode: "concat",
          name: "bidirectional",
        }),
      ],
    });
    await loadWeights(model, fixture(name));
    const output = tf.tidy(() =>
      (model.predict(tf.tensor(x, [2, 5, 3])) as tf.Tensor).dataSync()
    );
    model.dispose();
    const worst = Math.max(
      ...Array.from(output, (value, i) => Math.abs(value - y[i])),
    );
    // Sums of at most 8 products of order 1, in float32, through four
    // projections and five steps.
    ok(worst < 9 * 8 * 2 ** -23, `differs by ${worst}`);
  });
}

/** The models in models of `keras_fixtures.py`. */
function nested(units = 3): tf.LayersModel {
  const l = tf.layers;
  const input = tf.input({ shape: [4, 3] });
  const deep = tf.sequential({
    name: "deep",
    layers: [l.dense({ units: 3, inputShape: [4, 3] })],
  });
  const lstm = l.lstm({
    units: 3,
    returnSequences: true,
    recurrentActivation: "sigmoid",
  });
  const normalized = l.batchNormalization().apply(deep.apply(input));
  const output = lstm.apply(normalized) as tf.SymbolicTensor;
  const base = tf.model({ inputs: input, outputs: output, name: "base" });
  return tf.sequential({
    layers: [base, l.dense({ units: 3 }), l.dense({ units })],
  });
}

for (
  const name of [
    "nested.h5",
    "nested_frozen.h5",
    "nested.weights.h5",
    "nested_unnamed.weights.h5",
  ]
) {
  Deno.test(`loadWeights() looks into models within models in ${name}, whatever is frozen`, async () => {
    const { x, y } = JSON.parse(
      Deno.readTextFileSync(new URL("nested.json", folder)),
    );
    const model = nested();
    // tfjs lists frozen weights last.
    freeze(model, "deep");
    deepStrictEqual(await loadWeights(model, fixture(name)), []);
    const output = tf.tidy(() =>
      (model.predict(tf.tensor(x, [2, 4, 3])) as tf.Tensor).dataSync()
    );
    model.dispose();
    const worst = Math.max(
      ...Array.from(output, (value, i) => Math.abs(value - y[i])),
    );
    // Sums of at most 7 products of order 1, in float32, through four layers
    // and four steps, the last layers three times as large.
    ok(worst < 8 * 7 * 9 * 2 ** -23, `differs by ${worst}`);
  });
}

Deno.test("loadWeights() names layers of models within models", async () => {
  const model = tf.sequential({
    layers: [tf.sequential({
      name: "base",
      layers: [
        tf.layers.dense({ units: 2, inputShape: [3], name: "dense" }),
        tf.layers.batchNormalization(),
      ],
    })],
  });
  await rejects(
    loadWeights(model, fixture("nested.weights.h5")),
    /layer 'base\/dense' has \(3, 2\) \(2\), the file has no such layer; layer 'base\/batch_normalization/,
  );
  await rejects(
    loadWeights(model, fixture("nested.h5")),
    /layer 'base' has \(3, 2\) \(2\).*, the file \(3, 3\) \(3\)/,
  );
  model.dispose();
});

Deno.test("loadWeights() frees the tensors it made", async () => {
  const model = network();
  const before = tf.memory().numTensors;
  await loadWeights(model, fixture("whole.keras"));
  deepStrictEqual(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("loadWeights() names the layer and both shapes", async () => {
  const model = network(5);
  await rejects(
    loadWeights(model, fixture("whole.keras")),
    /layer 'head' has \(2, 5\) \(5\), the file \(2, 2\) \(2\)$/,
  );
  model.dispose();
});

Deno.test("loadWeights() says which layer the file lacks", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 1, inputShape: [2], name: "other" })],
  });
  await rejects(
    loadWeights(model, fixture("small.weights.h5")),
    /layer 'other' has \(2, 1\) \(1\), the file has no such layer/,
  );
  model.dispose();
});

Deno.test("loadWeights() returns what the model has no use for", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ units: 2, inputShape: [2], name: "head" })],
  });
  deepStrictEqual(
    await loadWeights(model, fixture("keras1.h5")),
    ["convolution2d_1", "batchnormalization_1", "convolution2d_2", "lstm_1"],
  );
  model.dispose();
});

Deno.test("loadWeights() changes nothing when a layer does not fit", async () => {
  const model = network(5);
  const before = contents(model);
  await rejects(loadWeights(model, fixture("whole.h5")), RangeError);
  deepStrictEqual(contents(model), before);
  model.dispose();
});

for (const name of ["whole.keras", "whole.h5", "small.weights.h5"]) {
  Deno.test(`loadWeights() loads all or nothing of a cut off ${name}`, async () => {
    const bytes = Deno.readFileSync(fixture(name));
    const path = await Deno.makeTempFile();
    const model = network();
    const before = contents(model);
    for (let length = 0; length < bytes.length; length += 2000) {
      await Deno.writeFile(path, bytes.slice(0, length));
      await rejects(loadWeights(model, path), SyntaxError, `at ${length}`);
    }
    deepStrictEqual(contents(model), before);
    model.dispose();
    await Deno.remove(path);
  });
}

Deno.test("loadWeights() says what is wrong with a damaged file", async () => {
  const path = await Deno.makeTempFile();
  const bytes = Deno.readFileSync(fixture("whole.h5"));
  await Deno.writeFile(path, bytes.slice(0, 10_000));
  const model = network();
  await rejects(
    loadWeights(model, path),
    /can't be read: truncated file: eof = 10000/,
  );
  model.dispose();
  await Deno.remove(path);
});

Deno.test("loadWeights() says of a file that it is none of Keras's", async () => {
  const model = network();
  await rejects(
    loadWeights(model, fixture("expected.json")),
    /expected\.json is JSON; tf\.loadLayersModel/,
  );
  await rejects(
    loadWeights(model, fixture("../npy/stored.npz")),
    /stored\.npz is an \.npz file; readNpz\(\) reads it/,
  );
  await rejects(loadWeights(model, fixture("none.h5")), Deno.errors.NotFound);
  model.dispose();
});
