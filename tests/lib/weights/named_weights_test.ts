import {
  deepStrictEqual,
  notStrictEqual,
  strictEqual,
} from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { WeightSnapshot } from "../../../lib/train/weight_snapshot.ts";
import { namedWeights } from "../../../lib/weights/named_weights.ts";
import {
  fillWeights,
  freezeOnly,
  LAYER_NAMES,
  sampleModel,
  subsets,
  valuesOf,
  weightsToFreeze,
} from "./sample_models.ts";

await tf.setBackend("cpu");

/** Everything that takes a model's values and gives them back. */
const PLACES: Record<string, (model: tf.LayersModel) => () => void> = {
  "getWeights() and setWeights()": (model) => {
    const values = model.getWeights().map((value) => value.clone());
    return () => model.setWeights(values);
  },
  "a layer's getWeights() and setWeights()": (model) => {
    const values = model.layers.map((layer) =>
      layer.getWeights().map((value) => value.clone())
    );
    return () =>
      model.layers.forEach((layer, i) => layer.setWeights(values[i]));
  },
  "WeightSnapshot": (model) => {
    const snapshot = new WeightSnapshot(model);
    return () => snapshot.restore();
  },
};

for (const [place, take] of Object.entries(PLACES)) {
  Deno.test(`${place} give each weight its own values back, whatever was frozen in between`, () => {
    for (const name of LAYER_NAMES) {
      const model = sampleModel(name);
      const expected = valuesOf(model);
      const flags = subsets(weightsToFreeze(model), 3);
      for (const [i, frozen] of flags.entries()) {
        freezeOnly(model, frozen);
        const giveBack = take(model);
        freezeOnly(model, flags[(i + 3) % flags.length]);
        fillWeights(model, 500);
        giveBack();
        deepStrictEqual(valuesOf(model), expected, name);
      }
    }
  });
}

Deno.test("namedWeights() gives names and an order that no flag changes", () => {
  for (const name of LAYER_NAMES) {
    const model = sampleModel(name);
    const [names, variables] = [
      [...namedWeights(model).keys()],
      [...namedWeights(model).values()].map(({ variable }) => variable),
    ];
    strictEqual(new Set(variables).size, model.weights.length, name);
    for (const frozen of subsets(weightsToFreeze(model), 2)) {
      freezeOnly(model, frozen);
      deepStrictEqual([...namedWeights(model).keys()], names);
      namedWeights(model).values().forEach(({ variable }, i) =>
        strictEqual(variable, variables[i])
      );
    }
  }
});

Deno.test("namedWeights() tells weights of the same name apart", () => {
  const cells = [0, 1].map(() =>
    tf.layers.simpleRNNCell({ units: 2, name: "cell" })
  );
  const layer = tf.layers.rnn({ cell: cells, inputShape: [3, 2] });
  const model = tf.sequential({ layers: [layer as tf.layers.Layer] });
  const named = namedWeights(model);
  strictEqual(named.size, 6);
  const [first, second] = [...named.keys()].filter((name) =>
    name.includes("recurrent")
  );
  notStrictEqual(first, second);
});

Deno.test("INVARIANT: no file of the library takes or sets weights by tfjs's lists", () => {
  const root = join(import.meta.dirname!, "../../../lib");
  const wrong: string[] = [];
  const visit = (folder: string) => {
    for (const entry of Deno.readDirSync(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory) visit(path);
      else if (
        path.endsWith(".ts") && !path.includes("mends") &&
        // Asking how many train takes none of them.
        /(?<!ptimizer)\.(getWeights|setWeights|(non)?trainableWeights(?!\.length))\b/i
          .test(Deno.readTextFileSync(path))
      ) wrong.push(path.slice(root.length + 1));
    }
  };
  visit(root);
  deepStrictEqual(wrong, []);
});
