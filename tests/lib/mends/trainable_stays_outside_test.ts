import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { walkLayers } from "../../../lib/layers/walk_layers.ts";
import { setRandomSeed } from "../../../lib/random/set_random_seed.ts";
import { audit } from "../../../lib/weights/audit.ts";
import { trackChanges } from "../../../lib/weights/track_changes.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");
Deno.test("a sequential model that is frozen trains nothing, also what is thawed below it, as audit says", async () => {
  const model = tf.sequential({
    layers: ["a", "b"].map((name) =>
      tf.layers.dense({ name, units: 1, inputShape: [1] })
    ),
  });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  model.trainable = false;
  model.layers[0].trainable = true;
  const values = () => model.getWeights().map((weight) => weight.dataSync()[0]);
  const before = values();
  const { warn } = console;
  console.warn = () => {};
  try {
    await model.trainOnBatch(tf.ones([2, 1]), tf.ones([2, 1]));
  } finally {
    console.warn = warn;
  }
  deepStrictEqual(values(), before);
  strictEqual(audit(model).total("trains"), 0);
});

/** A head on two models, one in the other; the inner one is `flags`' "base". */
function nested(): tf.LayersModel {
  const { dense } = tf.layers;
  const base = tf.sequential({
    name: "base",
    layers: [
      dense({ name: "first", units: 2, inputShape: [1] }),
      tf.layers.batchNormalization({ name: "norm" }),
      tf.layers.reshape({ targetShape: [2, 1] }),
      tf.layers.gru({ name: "gru", units: 2, returnSequences: true }),
      tf.layers.bidirectional({
        name: "both",
        layer: tf.layers.gru({ units: 2 }) as tf.RNN,
        mergeMode: "sum",
      }),
    ],
  });
  const input = tf.input({ shape: [1] });
  const outer = tf.model({
    name: "outer",
    inputs: input,
    outputs: base.apply(input) as tf.SymbolicTensor,
  });
  return tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [1] }),
      outer,
      dense({ name: "head", units: 1 }),
    ],
  });
}

/** A layer of {@linkcode nested} by its path. */
function find(model: tf.LayersModel, path: string): tf.layers.Layer {
  return [...walkLayers(model)].find((it) => it.path === path)!.layer;
}

const HEAD = ["head/kernel", "head/bias"];
const BASE = "outer/base";

// What Keras 3.15.1 trains after the same assignments, one after the other.
for (
  const [assigned, trains] of [
    [[["outer", false]], HEAD],
    [
      [["outer", false], [`${BASE}/first`, true]],
      [`${BASE}/first/kernel`, `${BASE}/first/bias`, ...HEAD],
    ],
    [
      [["outer", false], [`${BASE}/norm`, true]],
      [
        ...["gamma", "beta", "moving_mean", "moving_variance"].map((name) =>
          `${BASE}/norm/${name}`
        ),
        ...HEAD,
      ],
    ],
    [[["outer", false], [BASE, true], [`${BASE}/first`, false]], "all"],
    [
      [["outer", false], [`${BASE}/gru/gru_cell`, true]],
      [
        ...["kernel", "recurrent_kernel", "bias"].map((name) =>
          `${BASE}/gru/gru_cell/${name}`
        ),
        ...HEAD,
      ],
    ],
    [
      [["outer", false], [`${BASE}/both/forward_gru`, true]],
      "forward",
    ],
  ] as [[string, boolean][], string[] | string][]
) {
  const steps = assigned.map(([path, to]) => `${path} ${to}`).join(", ");
  Deno.test(`a layer that is thawed in a frozen model trains, as audit says: ${steps}`, async () => {
    setRandomSeed(1);
    const model = nested();
    for (const [path, trainable] of assigned) {
      const name = [...walkLayers(model)].map((it) => it.path)
        .find((it) => it.startsWith(path))!;
      find(model, name).trainable = trainable;
    }
    for (const one of [model, await saveAndLoad(model)]) {
      one.compile({ optimizer: "sgd", loss: "meanSquaredError" });
      const counted = audit(one).total("trains");
      const listed = one.trainableWeights.map(({ shape }) =>
        tf.util.sizeFromShape(shape as number[])
      ).reduce((sum, size) => sum + size, 0);
      strictEqual(counted, listed);
      const x = tf.tensor2d([0, 1, 2, 3], [4, 1]);
      const changes = await trackChanges(
        one,
        () => one.fit(x, x.square(), { epochs: 2, verbose: 0 }),
      );
      if (Array.isArray(trains)) deepStrictEqual(changes.moved, trains);
      else if (trains === "all") {
        ok(changes.moved.includes(`${BASE}/gru/gru_cell/kernel`));
        ok(!changes.moved.includes(`${BASE}/first/kernel`));
      } else {
        const moved = changes.moved.filter((name) => name.startsWith(BASE));
        strictEqual(moved.length, 3);
        ok(moved.every((name) => name.includes(trains)));
      }
      strictEqual(
        one.trainableWeights.length + one.nonTrainableWeights.length,
        one.weights.length,
      );
    }
  });
}
