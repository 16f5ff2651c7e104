import { deepStrictEqual, match, rejects } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { loadWeights } from "../../../lib/data/keras/load_weights.ts";
import { saveWeights } from "../../../lib/data/save_weights.ts";
import {
  fillWeights,
  freezeOnly,
  LAYER_NAMES,
  sampleModel,
  subsets,
  valuesOf,
  weightsToFreeze,
} from "../weights/sample_models.ts";

await tf.setBackend("cpu");

const folder = await Deno.makeTempDir();
const path = join(folder, "weights.safetensors");
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

Deno.test("loadWeights() gives every layer what saveWeights() saved, whatever was frozen at either", async () => {
  for (const name of LAYER_NAMES) {
    const model = sampleModel(name);
    const expected = valuesOf(model);
    const flags = subsets(weightsToFreeze(model), 2);
    for (const [i, frozen] of flags.entries()) {
      freezeOnly(model, frozen);
      await saveWeights(model, path);
      fillWeights(model, 9000);
      freezeOnly(model, flags[(i + 1) % flags.length]);
      deepStrictEqual(await loadWeights(model, path), []);
      deepStrictEqual(valuesOf(model), expected, name);
    }
    // Another model of the kind has other automatic names.
    const other = sampleModel(name);
    fillWeights(other, 9000);
    await loadWeights(other, path);
    deepStrictEqual(
      valuesOf(other).map((line) => line.split(" ")[1]),
      expected.map((line) => line.split(" ")[1]),
      name,
    );
  }
});

function network(units: number, names = ["base", "head"]): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ name: names[0], units: 3, inputShape: [2] }),
      tf.layers.dense({ name: names[1], units }),
    ],
  });
  fillWeights(model, units * 100);
  return model;
}

async function warnings(act: () => Promise<unknown>): Promise<string[]> {
  const { warn } = console;
  const said: string[] = [];
  console.warn = (text: string) => said.push(text);
  try {
    await act();
  } finally {
    console.warn = warn;
  }
  return said;
}

Deno.test("loadWeights() with skipMismatch leaves a new head as it is, and says so", async () => {
  const trained = network(5);
  await saveWeights(trained, path);
  const model = network(2);
  const head = valuesOf(model).slice(2);
  await rejects(loadWeights(model, path), /layer 'head' has \(3, 2\)/);
  const said = await warnings(() =>
    loadWeights(model, path, { skipMismatch: true })
  );
  match(said.join(), /^Left as they were: layer 'head'/);
  deepStrictEqual(valuesOf(model), [...valuesOf(trained).slice(0, 2), ...head]);
  const another = tf.sequential({
    layers: [tf.layers.dense({ name: "none", units: 1, inputShape: [1] })],
  });
  await rejects(loadWeights(another, path, { skipMismatch: true }), RangeError);
});

Deno.test("loadWeights() by order goes by the layers' places and not their names", async () => {
  const trained = network(2);
  await saveWeights(trained, path);
  const model = network(2, ["stem", "top"]);
  await rejects(loadWeights(model, path), /stem/);
  deepStrictEqual(await loadWeights(model, path, { by: "order" }), []);
  deepStrictEqual(
    valuesOf(model).map((line) => line.split(" ")[1]),
    valuesOf(trained).map((line) => line.split(" ")[1]),
  );
  await rejects(
    loadWeights(model, path, { by: "chance" as never }),
    RangeError,
  );
});

for (const name of ["keras2.h5", "small.weights.h5", "whole.keras"]) {
  Deno.test(`loadWeights() by order reads ${name} into layers of other names`, async () => {
    const file = fileURLToPath(
      new URL(`../../golden/keras/${name}`, import.meta.url),
    );
    const make = (prefix: string) => {
      const l = tf.layers;
      return tf.sequential({
        layers: [
          // deno-fmt-ignore
          l.conv2d({ name: `${prefix}a`, filters: 3, kernelSize: 3, useBias: false, inputShape: [6, 6, 2] }),
          l.batchNormalization({ name: `${prefix}b`, scale: false }),
          // deno-fmt-ignore
          l.conv2d({ name: `${prefix}c`, filters: 3, kernelSize: 3, padding: "same" }),
          l.reshape({ targetShape: [16, 3] }),
          l.lstm({ name: `${prefix}d`, units: 2 }),
          l.dense({ name: `${prefix}e`, units: 2 }),
        ],
      });
    };
    const [one, other] = [make("x"), make("y")];
    for (const model of [one, other]) {
      deepStrictEqual(await loadWeights(model, file, { by: "order" }), []);
    }
    deepStrictEqual(
      valuesOf(one).map((line) => line.split(" ")[1]),
      valuesOf(other).map((line) => line.split(" ")[1]),
    );
  });
}

Deno.test("saveWeights() refuses other names and models that are not built, and leaves no part behind", async () => {
  const model = network(1);
  await rejects(saveWeights(model, join(folder, "weights.h5")), RangeError);
  await rejects(saveWeights(tf.sequential(), path), /not built/);
  await rejects(saveWeights(model, join(folder, "no/where.safetensors")));
  deepStrictEqual(
    [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".part")),
    [],
  );
});
