/** Keras's files into models of which any part is frozen. */

import { deepStrictEqual, match } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { loadWeights } from "../../../../lib/data/keras/load_weights.ts";
import { orderedWeights } from "../../../../lib/layers/ordered_weights.ts";
import { listWeights } from "../../../../lib/weights/list_weights.ts";
import {
  fillWeights,
  freezeOnly,
  LAYER_NAMES,
  sampleLayer,
  subsets,
  valuesOf,
} from "../../weights/sample_models.ts";

await tf.setBackend("cpu");

const folder = new URL("../../../golden/keras/", import.meta.url);
const path = (name: string) => fileURLToPath(new URL(name, folder));
const firstValues = JSON.parse(Deno.readTextFileSync(path("all_layers.json")));

/** The model of `all_layers.py`; the order of its layers is not that of Keras. */
function allLayers(): tf.LayersModel {
  const inputs: tf.SymbolicTensor[] = [];
  const outputs: tf.SymbolicTensor[] = [];
  for (const name of LAYER_NAMES) {
    const layer = sampleLayer(name);
    const [, ...shape] =
      (layer as { batchInputShape?: number[] }).batchInputShape ??
        (layer as tf.LayersModel).inputs[0].shape;
    const input = tf.input({ shape: shape as number[] });
    inputs.push(input);
    outputs.push(layer.apply(input) as tf.SymbolicTensor);
  }
  return tf.model({ inputs, outputs });
}

for (
  const name of [
    "all_layers.keras",
    "all_layers.weights.h5",
    "all_layers.h5",
  ]
) {
  Deno.test(`loadWeights() gives each layer of ${name} its values, whatever is frozen`, async () => {
    const model = allLayers();
    fillWeights(model, 9000);
    deepStrictEqual(await loadWeights(model, path(name)), []);
    for (const layer of model.layers) {
      const { trainable, state } = orderedWeights(layer);
      const first = [...trainable, ...state]
        .map((weight) => weight.read().dataSync()[0]);
      deepStrictEqual(first, firstValues[layer.name] ?? [], layer.name);
    }
    const expected = valuesOf(model);

    // Weights by the place in their layer, so that 16 runs cover each layer.
    const byPlace = new Map<number, ReturnType<typeof listWeights>>();
    for (const layer of model.layers) {
      const own = listWeights(model).filter(({ path, role }) =>
        path.split("/")[0] === layer.name && role !== "state"
      );
      own.forEach((weight, i) => {
        const place = i % 4;
        byPlace.set(place, [...byPlace.get(place) ?? [], weight]);
      });
    }
    for (const frozen of subsets([...byPlace.values()])) {
      freezeOnly(model, frozen.flat());
      fillWeights(model, 9000);
      deepStrictEqual(await loadWeights(model, path(name)), []);
      deepStrictEqual(valuesOf(model), expected);
    }
  });
}

Deno.test("loadWeights() of Keras's weights says which layers compute otherwise in tfjs", async () => {
  const { warn } = console;
  const said: string[] = [];
  console.warn = (text: string) => said.push(text);
  try {
    await loadWeights(allLayers(), path("all_layers.weights.h5"));
  } finally {
    console.warn = warn;
  }
  match(
    said.join(),
    /If Keras trained these weights, the model gives other numbers: .*recurrentActivation hardSigmoid/,
  );
});
