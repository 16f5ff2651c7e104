/**
 * What a user of Keras writes from habit works, or says what to write; nothing
 * of it is passed over.
 */

import { deepStrictEqual, ok, rejects, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { fit } from "../../../lib/train/fit.ts";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

// deno-lint-ignore no-explicit-any -- what the types forbid is tried
const loose = tf as any;

const dense = () => tf.layers.dense({ units: 1, inputShape: [1] });

// deno-lint-ignore no-explicit-any -- the same
function compiled(): any {
  const model = tf.sequential({ layers: [dense()] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  return model;
}

const x = tf.ones([2, 1]);
const symbol = () => tf.input({ shape: [1] });

const REFUSED: [string, () => unknown, RegExp][] = [
  [
    "compile() of tf.sequential([a, b])",
    () => loose.sequential([dense()]).compile(),
    /sequential_\w+ has no layers; write tf\.sequential\(\{ layers: \[a, b\] \}\)/,
  ],
  [
    "apply() of an empty model",
    () => loose.sequential(dense()).apply(x),
    /has no layers/,
  ],
  [
    "summary() of an empty model",
    () => tf.sequential().summary(),
    /has no layers/,
  ],
  [
    "add([a, b])",
    () => loose.sequential().add([dense(), dense()]),
    /add\(\) takes one layer, got an array/,
  ],
  [
    "add(a, b)",
    () => loose.sequential().add(dense(), dense()),
    /add\(\) takes one layer, got 2/,
  ],
  [
    "add() of an input",
    () => loose.sequential().add(symbol()),
    /add\(\) takes one layer, got what tf\.input\(\) gives; .*inputShape/,
  ],
  [
    "an input among the layers",
    () => loose.sequential({ layers: [symbol(), dense()] }),
    /got what tf\.input\(\) gives/,
  ],
  [
    "options in place of a layer",
    () => loose.sequential().add({ units: 1 }),
    /takes one layer, got an object that is none/,
  ],
  [
    "a layer of another copy of TensorFlow.js",
    () => loose.sequential().add({ getClassName: () => "Dense" }),
    /got one of another copy of TensorFlow\.js/,
  ],
  [
    "a function among the layers",
    () => loose.sequential({ layers: [tf.layers.dense] }),
    /takes one layer, got a function/,
  ],
  [
    "a layer forgotten among the layers",
    () => loose.sequential({ layers: [dense(), undefined] }),
    /takes one layer, got undefined/,
  ],
  [
    "an activation's name among the layers",
    () => loose.sequential({ layers: [dense(), "relu"] }),
    /takes one layer, got "relu"/,
  ],
  ["dense(64)", () => loose.layers.dense(64), /such as \{ units: 64 \}/],
  [
    "activation('relu')",
    () => loose.layers.activation("relu"),
    /such as \{ activation: "relu" \}/,
  ],
  [
    "dense({ units }, { activation })",
    () => loose.layers.dense({ units: 1 }, { activation: "relu" }),
    /tf\.layers\.dense takes one object of options, got 2 arguments/,
  ],
  [
    "conv2d({ filters }, 'relu')",
    () => loose.layers.conv2d({ filters: 1, kernelSize: 1 }, "relu"),
    /takes one object of options/,
  ],
  [
    "bidirectional(lstm)",
    () => loose.layers.bidirectional(tf.layers.lstm({ units: 1 })),
    /such as \{ layer: a layer \}/,
  ],
  [
    "concatenate([a, b])",
    () => loose.layers.concatenate([symbol(), symbol()]),
    /tf\.layers\.concatenate\(\)\.apply\(\[a, b\]\)/,
  ],
  ["dense()", () => loose.layers.dense(), /units to be a positive integer/],
  [
    "a function as activation",
    () => loose.layers.dense({ units: 1, activation: tf.relu }),
    /activation is a name such as "relu", got a function/,
  ],
  [
    "a layer as activation",
    () => loose.layers.dense({ units: 1, activation: tf.layers.leakyReLU() }),
    /activation is a name such as "relu", got a layer, .* follows/,
  ],
  [
    "a number as regularizer",
    () => loose.layers.dense({ units: 1, kernelRegularizer: 0.01 }),
    /regularizer is what tf\.regularizers\.l2\(\{ l2: 0\.01 \}\) makes/,
  ],
  [
    "apply(x, true)",
    () => loose.layers.dropout({ rate: 0.5 }).apply(x, true),
    /apply\(x, \{ training: true \}\)/,
  ],
  [
    "apply(x, { isTraining })",
    () => loose.layers.dropout({ rate: 0.5 }).apply(x, { isTraining: true }),
    /isTraining.*did you mean training/,
  ],
];

REFUSED.push(
  [
    "add() of an empty model",
    () => compiled().add(loose.sequential([dense()])),
    /has no layers; write/,
  ],
  [
    "apply() of numbers",
    () => loose.layers.dense({ units: 1 }).apply([[1], [2]]),
    /apply\(\) of dense_\w+ needs a tensor/,
  ],
  [
    "loadWeights(path) of a model",
    () => compiled().loadWeights("x.h5"),
    /loadWeights\(model, "x\.h5"\) of thaw/,
  ],
  [
    "getLayer() with an index beyond the first",
    () => compiled().getLayer(null, -2),
    /has 1 layers, none at index -2/,
  ],
);

for (const [what, act, message] of REFUSED) {
  Deno.test(`${what} is refused with what to write`, () => {
    throws(act, message);
  });
}

class Snake {
  on_epoch_end() {}
}

class Subclass extends tf.Callback {
  onEpochend() {}
}

const REFUSED_BY_FIT: [string, object, RegExp][] = [
  ["a function as callback", { callbacks: () => {} }, /got function/],
  ["a callback's name", { callbacks: ["earlyStopping"] }, /got string/],
  ["a hook without `on`", { callbacks: { epochEnd() {} } }, /none of them/],
  [
    "a class with Keras's hooks",
    { callbacks: new Snake() },
    /no on_epoch_end, did you mean onEpochEnd/,
  ],
  [
    "a subclass's misspelt hook",
    { callbacks: [new Subclass()] },
    /no onEpochend, did you mean onEpochEnd/,
  ],
  [
    "validation data that are no pair",
    { validationData: { x, y: x } },
    /validationData of fit is \[x, y\]/,
  ],
  [
    "validation data without targets",
    { validationData: x },
    /validationData of fit is \[x, y\]/,
  ],
];

for (const [what, options, message] of REFUSED_BY_FIT) {
  Deno.test(`tfjs's fit refuses ${what}`, async () => {
    await rejects(async () => await compiled().fit(x, x, options), message);
  });
}

Deno.test("tfjs's fit says which function takes a dataset", async () => {
  const data = tf.data.array([{ xs: [1], ys: [1] }]).batch(1);
  await rejects(
    async () => await compiled().fit(data, { epochs: 1 }),
    /fitDataset/,
  );
});

Deno.test("layers whose options all have defaults need none, as in Keras", () => {
  const pool = loose.layers.maxPooling2d() as tf.layers.Layer;
  deepStrictEqual(pool.getConfig().poolSize, [2, 2]);
});

Deno.test("several layers may be made at once by map()", () => {
  const [one] = [{ units: 3 }].map(tf.layers.dense);
  ok(one);
});

Deno.test("several layers may be added at once by forEach()", () => {
  const model = tf.sequential();
  [dense(), dense()].forEach(model.add, model);
  deepStrictEqual(model.layers.length, 2);
});

Deno.test("hooks of a class are called, its other members are its own", async () => {
  const seen: string[] = [];
  class Mine extends tf.Callback {
    constructor(readonly onProgress: () => void) {
      super();
    }
    override onEpochEnd() {
      return Promise.resolve(this.onImprovement());
    }
    onImprovement() {
      this.onProgress();
    }
  }
  const mine = new Mine(() => seen.push("epoch"));
  await compiled().fit(x, x, { callbacks: mine, validationData: null });
  await fit(compiled(), x, x, { callbacks: mine, display: false });
  await compiled().fit(x, x, { callbacks: {} });
  deepStrictEqual(seen, ["epoch", "epoch"]);
});

Deno.test("a user's own layer is applied to what it takes, with its options", () => {
  class Own extends tf.layers.Layer {
    static className = "OwnOptions";
    // deno-lint-ignore no-explicit-any -- of its own kind
    override call(inputs: any, options: any) {
      const [{ values = inputs }] = [inputs].flat();
      return tf.mul(values, options === true || options.isTraining ? 2 : 1);
    }
  }
  // deno-lint-ignore no-explicit-any -- the same
  const own: any = new Own();
  own.built = true;
  for (const options of [true, { isTraining: true }]) {
    deepStrictEqual(own.apply({ values: x }, options).arraySync(), [[2], [2]]);
  }
});

Deno.test("a model is not saved to nowhere", async () => {
  await rejects(
    async () => await compiled().save(),
    /save\("file:\/\/model"\)/,
  );
});

Deno.test("getLayer() counts a negative index from the end, as in Keras", () => {
  const model = compiled();
  deepStrictEqual(model.getLayer(null, -1), model.layers.at(-1));
  deepStrictEqual(model.getLayer(-1), model.layers.at(-1));
});
