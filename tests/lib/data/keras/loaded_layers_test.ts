import { deepStrictEqual, ok } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { loadModel } from "../../../../lib/data/keras/load_model.ts";
import "../../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const folder = new URL("../../../golden/keras/", import.meta.url);
const path = (name: string) => fileURLToPath(new URL(name, folder));

interface Values {
  shape: number[];
  data: number[];
}

interface Golden {
  inputs: Values[];
  outputs: Values[];
  losses: number[];
}

const golden = (name: string): Golden =>
  JSON.parse(Deno.readTextFileSync(path(`loaded_${name}.json`)));

const tensorOf = ({ shape, data }: Values) => tf.tensor(data, shape);
const one = <Item>(list: Item[]) => list.length === 1 ? list[0] : list;

/** The largest difference, in parts of the largest value. */
function difference(output: tf.Tensor, { shape, data }: Values): number {
  deepStrictEqual(output.shape, shape);
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)));
  return output.dataSync<"float32">().reduce(
    (most, value, i) => Math.max(most, Math.abs(value - data[i])),
    0,
  ) / largest;
}

// Some ten operations one after another, each wrong by some 2^-24; sums of at
// most 50 products.
const NEAR = 3e-6;

for (
  const name of [
    "sequences",
    "states",
    "images",
    "volumes",
    "operations",
    "options",
    "activations",
    "frozen",
    "keras2",
  ]
) {
  const { inputs, outputs, losses } = golden(name);
  const x = one(inputs.map(tensorOf));

  Deno.test(`loadModel() gives Keras's layers of ${name}, and their training`, async () => {
    const model = await loadModel(path(`loaded_${name}.keras`));
    [model.predict(x)].flat().forEach((output, i) => {
      const found = difference(output, outputs[i]);
      ok(found < NEAR, `${model.outputNames[i]} differs by ${found}`);
    });
    model.compile({ optimizer: tf.train.sgd(0.05), loss: "meanSquaredError" });
    const zeros = one(outputs.map(({ shape }) => tf.zeros(shape)));
    for (const loss of losses) {
      const [found] = [await model.trainOnBatch(x, zeros)].flat() as number[];
      ok(Math.abs(found / loss - 1) < NEAR, `loss ${found} for ${loss}`);
    }
  });

  Deno.test(`loadModel() reads .h5 files of ${name}, which save and load again`, async () => {
    const model = await loadModel(path(`loaded_${name}.h5`));
    const outputsOf = (model: tf.LayersModel) =>
      [model.predict(x)].flat().map((output) => output.arraySync());
    const folder = await Deno.makeTempDir();
    try {
      await model.save(`file://${folder}`);
      const again = await tf.loadLayersModel(`file://${folder}/model.json`);
      deepStrictEqual(outputsOf(again), outputsOf(model));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
    [model.predict(x)].flat().forEach((output, i) =>
      ok(difference(output, outputs[i]) < NEAR)
    );
  });
}

for (const ending of ["keras", "h5"]) {
  Deno.test(`loadModel() reads weights of two bytes, bfloat16 and float16, of .${ending}`, async () => {
    const model = await loadModel(path(`loaded_halves.${ending}`));
    const expected: Values[] = JSON.parse(
      Deno.readTextFileSync(path("loaded_halves.json")),
    );
    deepStrictEqual(
      model.getWeights().map((weight) => [...weight.dataSync()]),
      expected.map(({ data }) => data),
    );
  });
}
