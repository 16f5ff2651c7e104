import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  strictEqual,
  throws,
} from "node:assert/strict";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";
import { not } from "../../../lib/layers/layer_filter.ts";
import { walkLayers } from "../../../lib/layers/walk_layers.ts";
import { freeze, unfreeze } from "../../../lib/weights/freeze.ts";
import { freezeTo } from "../../../lib/weights/freeze_to.ts";
import { listWeights } from "../../../lib/weights/list_weights.ts";

await tf.setBackend("cpu");

const x = tf.ones([4, 2]);
const y = tf.zeros([4, 1]);
const once = { epochs: 1, verbose: 0 } as const;

const dense = (name: string, units = 2) =>
  tf.layers.dense({ name, units, inputShape: [2] });

/** A model in a model: `base/a`, `base/b`, then `head`. */
function nested(optimizer: string | tf.Optimizer = "adam"): tf.Sequential {
  const base = tf.sequential({
    name: "base",
    layers: [dense("a"), dense("b")],
  });
  const model = tf.sequential({ layers: [base, dense("head", 1)] });
  model.compile({ optimizer, loss: "meanSquaredError" });
  return model;
}

/** Paths of the layers whose weights differ after `act`. */
async function moved(
  model: tf.LayersModel,
  act: () => unknown,
): Promise<string[]> {
  const places = [...walkLayers(model)].filter(({ isContainer }) =>
    !isContainer
  );
  const values = () =>
    places.map(({ layer }) =>
      layer.getWeights().map((weight) => weight.dataSync().join())
    );
  const before = values();
  await act();
  const after = values();
  return places.filter((_, i) => after[i].join() !== before[i].join())
    .map(({ path }) => path);
}

Deno.test("freeze() holds a nested model's weights, before and after compile", async () => {
  const model = nested();
  const undo = freeze(model, "base");
  deepStrictEqual(await moved(model, () => model.fit(x, y, once)), ["head"]);
  undo();
  deepStrictEqual(await moved(model, () => model.fit(x, y, once)), [
    "base/a",
    "base/b",
    "head",
  ]);
});

Deno.test("unfreeze() counts at once in a compiled model", async () => {
  const model = nested();
  freeze(model);
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
  unfreeze(model, "base/b");
  deepStrictEqual(await moved(model, () => model.fit(x, y, once)), ["base/b"]);
});

Deno.test("freeze() and unfreeze() swap what trains, for every optimizer", async () => {
  const optimizers = [
    "sgd",
    "adam",
    "adamax",
    "adadelta",
    "adagrad",
    "rmsprop",
    tf.train.momentum(0.1, 0.9),
  ];
  for (const optimizer of optimizers) {
    const model = nested(optimizer);
    freeze(model, ["a", "b"]);
    await model.fit(x, y, once);
    unfreeze(model, "a");
    freeze(model, "head");
    deepStrictEqual(await moved(model, () => model.fit(x, y, once)), [
      "base/a",
    ]);
  }
});

Deno.test("an optimizer keeps a weight's moments while another one trains", () => {
  const end = (between: boolean) => {
    const [a, b] = [1, 2].map((value) => tf.variable(tf.tensor1d([value])));
    const optimizer = tf.train.momentum(0.1, 0.9);
    const step = (weight: tf.Variable) =>
      optimizer.minimize(() => weight.square().sum(), false, [weight]);
    step(b);
    if (between) step(a);
    step(b);
    return b.dataSync()[0];
  };
  strictEqual(end(true), end(false));
});

Deno.test("fit() of an all-frozen model gives its loss and moves nothing", async () => {
  const model = nested();
  freeze(model);
  const tensors = tf.memory().numTensors;
  let loss: unknown;
  const names = await moved(model, async () => {
    loss = (await model.fit(x, y, once)).history.loss[0];
  });
  deepStrictEqual(names, []);
  strictEqual(typeof loss, "number");
  strictEqual(tf.memory().numTensors, tensors);
});

Deno.test("freeze() holds for a custom optimizer.minimize()", async () => {
  const model = nested();
  freeze(model, "base");
  const step = () =>
    tf.train.sgd(0.1).minimize(() =>
      tf.losses.meanSquaredError(y, model.apply(x) as tf.Tensor)
    );
  deepStrictEqual(await moved(model, step), ["head"]);
});

Deno.test("freeze() before compile holds for a custom optimizer.minimize()", async () => {
  const model = tf.sequential({ layers: [dense("a"), dense("head", 1)] });
  freeze(model, "a");
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const step = () =>
    tf.train.sgd(0.1).minimize(() =>
      tf.losses.meanSquaredError(y, model.apply(x) as tf.Tensor)
    );
  deepStrictEqual(await moved(model, step), ["head"]);
});

Deno.test("unfreeze() counts in a model that was frozen as a whole when compiled", async () => {
  const model = tf.sequential({ layers: [dense("a"), dense("head", 1)] });
  model.trainable = false;
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  deepStrictEqual(await moved(model, () => model.fit(x, y, once)), []);
  unfreeze(model, "a");
  deepStrictEqual(await moved(model, () => model.fit(x, y, once)), ["a"]);
});

Deno.test("freeze() undone restores each weight's own former flag", () => {
  const model = nested();
  const head = model.getLayer("head");
  const [kernel, bias] = head.trainableWeights;
  (bias as unknown as { trainable: boolean }).trainable = false;
  freeze(model, "head")();
  deepStrictEqual([kernel.trainable, bias.trainable], [true, false]);
  unfreeze(model)();
  deepStrictEqual([kernel.trainable, bias.trainable], [true, false]);
});

Deno.test("unfreeze() opens a model frozen as a whole for the chosen layers only", async () => {
  const model = nested();
  model.layers[0].trainable = false;
  freeze(model, "head");
  const undo = unfreeze(model, "a");
  deepStrictEqual(await moved(model, () => model.fit(x, y, once)), ["base/a"]);
  undo();
  strictEqual(model.layers[0].trainable, false);
});

Deno.test("freeze() reaches into wrappers and recurrent cells", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.bidirectional({
        layer: tf.layers.lstm({ units: 2, returnSequences: true }),
        inputShape: [3, 2],
        mergeMode: "concat",
      }),
      tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 1 }) }),
    ],
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  freeze(model, 0);
  const rows = tf.ones([4, 3, 2]);
  const names = await moved(
    model,
    () => model.fit(rows, tf.ones([4, 3, 1]), once),
  );
  strictEqual(names.length, 1);
  notDeepStrictEqual(names[0].indexOf("time_distributed"), -1);
});

Deno.test("unfreeze() opens a bidirectional layer frozen as a whole, for audit too", () => {
  const bidirectional = tf.layers.bidirectional({
    layer: tf.layers.lstm({ units: 2, name: "lstm" }),
    inputShape: [3, 2],
    mergeMode: "concat",
  });
  const model = tf.sequential({ layers: [bidirectional] });
  const counts = () => [
    model.trainableWeights.length,
    listWeights(model).filter(({ role }) => role === "trains").length,
  ];
  bidirectional.trainable = false;
  const undo = unfreeze(model, /forward/);
  deepStrictEqual(counts(), [3, 3]);
  undo();
  deepStrictEqual(counts(), [0, 0]);
  strictEqual(bidirectional.trainable, false);
});

Deno.test("freezeTo() freezes up to a layer and thaws the rest", async () => {
  const model = nested();
  freeze(model);
  const undo = freezeTo(model, "base");
  deepStrictEqual(await moved(model, () => model.fit(x, y, once)), ["head"]);
  undo();
  deepStrictEqual(await moved(model, () => model.fit(x, y, once)), []);
  throws(() => freezeTo(model, "tail"), RangeError);
  throws(() => freezeTo(model, "a"), /a lies in base.*freezeTo\(base, "a"\)/);
});

Deno.test("freeze() takes a filter's opposite", async () => {
  const model = nested();
  freeze(model, not("head"));
  deepStrictEqual(await moved(model, () => model.fit(x, y, once)), ["head"]);
});

Deno.test("a layer made with trainable false is held in a custom optimizer.minimize() too", async () => {
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ units: 2, inputShape: [3, 2], trainable: false }),
      tf.layers.dense({ name: "a", units: 2, trainable: false }),
      dense("head", 1),
    ],
  });
  const step = () =>
    tf.train.sgd(0.1).minimize(() =>
      tf.losses.meanSquaredError(
        tf.ones([4, 1]),
        model.apply(tf.ones([4, 3, 2])) as tf.Tensor,
      )
    );
  deepStrictEqual(await moved(model, step), ["head"]);
  unfreeze(model, "a");
  deepStrictEqual(await moved(model, step), ["a", "head"]);
});

Deno.test("trainable = false of a model holds all layers in it, as in Keras", async () => {
  const recurrent = tf.layers.lstm({ units: 2, returnSequences: true });
  const normalization = batchNormalization();
  const base = tf.sequential({
    name: "base",
    layers: [
      tf.layers.bidirectional({
        layer: recurrent,
        inputShape: [3, 2],
        mergeMode: "concat",
      }),
      tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 2 }) }),
      normalization,
    ],
  });
  const model = tf.sequential({
    layers: [base, tf.layers.flatten(), dense("head", 1)],
  });
  const rows = tf.ones([4, 3, 2]);
  const custom = () =>
    tf.train.sgd(0.1).minimize(() => {
      const y = model.apply(rows, { training: true }) as tf.Tensor;
      return tf.losses.meanSquaredError(tf.ones([4, 1]), y);
    });
  const lstm = base.layers[0];
  lstm.trainable = false;
  strictEqual(
    (await moved(model, custom)).some((path) => path.includes("lstm")),
    false,
  );
  base.trainable = false;
  strictEqual(normalization.trainable, false);
  deepStrictEqual(await moved(model, custom), ["head"]);
  base.trainable = true;
  strictEqual((await moved(model, custom)).length, 5);
});

Deno.test("freeze() and unfreeze() take weights by name, and one's own flags come back", () => {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: "a", units: 2, inputShape: [2] }),
      tf.layers.batchNormalization({ name: "norm" }),
    ],
  });
  const frozen = () =>
    listWeights(model).filter(({ role }) => role === "frozen")
      .map(({ path, name }) => `${path}/${name}`);
  const undo = freeze(model, undefined, { weights: "bias" });
  deepStrictEqual(frozen(), ["a/bias"]);
  const again = freeze(model, "norm", { weights: /gamma/ });
  deepStrictEqual(frozen(), ["a/bias", "norm/gamma"]);
  again();
  undo();
  deepStrictEqual(frozen(), []);

  const all = freeze(model);
  const bias = unfreeze(model, undefined, { weights: ["bias", "beta"] });
  deepStrictEqual(frozen(), ["a/kernel", "norm/gamma"]);
  bias();
  deepStrictEqual(frozen().length, 4);
  all();
  deepStrictEqual(frozen(), []);
  throws(
    () => freeze(model, "a", { weights: "gamma" }),
    /No weight is named gamma; there are kernel, bias/,
  );
  throws(
    () => freeze(model, "a", { weights: ["kernel", "bais"] }),
    /No weight is named bais; there are kernel, bias/,
  );
  deepStrictEqual(frozen(), []);
});
