import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { audit } from "../../../lib/weights/audit.ts";
import { freeze } from "../../../lib/weights/freeze.ts";
import { listWeights } from "../../../lib/weights/list_weights.ts";
import {
  freezeOnly,
  LAYER_NAMES,
  sampleModel,
  subsets,
  valuesOf,
  weightsToFreeze,
} from "../weights/sample_models.ts";
import { saveAndLoad } from "./save_and_load.ts";

await tf.setBackend("cpu");

/** What may move each weight, and all that `audit` says. */
function told(model: tf.LayersModel): unknown {
  return [
    listWeights(model).map(({ path, name, role }) => [path, name, role]),
    audit(model).rows,
  ];
}

for (const name of LAYER_NAMES) {
  Deno.test(`saving keeps which weights of ${name} are frozen, in every combination`, async () => {
    const model = sampleModel(name);
    for (const frozen of subsets(weightsToFreeze(model))) {
      freezeOnly(model, frozen);
      const loaded = await saveAndLoad(model);
      deepStrictEqual(told(loaded), told(model));
      deepStrictEqual(valuesOf(loaded), valuesOf(model));
      const copy = await tf.models.modelFromJSON(
        model.toJSON(null, false) as never,
      );
      deepStrictEqual(told(copy), told(model));
      loaded.dispose();
      copy.dispose();
    }
  });

  Deno.test(`saving keeps flags of ${name} set on the layer and on all that lies in it`, async () => {
    const ways: ((model: tf.LayersModel) => void)[] = [
      (model) => void freeze(model),
      (model) => void freeze(model, { index: 0 }),
      (model) => void (model.layers[0].trainable = false),
      (model) => void (model.trainable = false),
    ];
    for (const way of ways) {
      const model = sampleModel(name);
      way(model);
      const loaded = await saveAndLoad(model);
      deepStrictEqual(told(loaded), told(model));
      // What is thawed again in both is the same, too.
      for (const each of [model, loaded]) each.layers[0].trainable = true;
      deepStrictEqual(told(loaded), told(model));
    }
  });
}

Deno.test("saving adds nothing to the file of a model whose layers are wholly frozen or not", async () => {
  const model = sampleModel("dense");
  const before = model.toJSON(null, true) as unknown as string;
  ok(!before.includes("frozen"));
  model.layers[0].trainable = false;
  ok(!JSON.stringify(model.toJSON(null, false)).includes("frozen"));
  const loaded = await saveAndLoad(model);
  strictEqual(loaded.layers[0].trainable, false);
});

Deno.test("a layer copied by its configuration is frozen as the layer is", () => {
  const template = tf.layers.gru({ units: 2, trainable: false });
  const wrapped = tf.layers.bidirectional({ layer: template as tf.RNN });
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [3, 2] }),
      wrapped,
      tf.layers.dense({ units: 1 }),
    ],
  });
  const roles = listWeights(model).filter(({ path }) => path.includes("gru"))
    .map(({ role }) => role);
  deepStrictEqual(roles, Array(6).fill("frozen"));
});
