import { deepStrictEqual, rejects } from "node:assert/strict";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { sampleModel, valuesOf } from "../weights/sample_models.ts";

await tf.setBackend("cpu");

const folder = await Deno.makeTempDir({ prefix: "thaw model " });
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const ADDRESSES: Record<string, string> = {
  "an absolute path": `file://${folder}/a`,
  "a relative path": `file://${relative(Deno.cwd(), join(folder, "b"))}`,
  "an address with escapes": pathToFileURL(join(folder, "c d")).href,
};

for (const [what, address] of Object.entries(ADDRESSES)) {
  Deno.test(`model.save() and tf.loadLayersModel() take file:// with ${what}`, async () => {
    const model = sampleModel("batchNormalization");
    model.compile({ optimizer: "adam", loss: "meanSquaredError" });
    await model.save(address, { includeOptimizer: true });
    await model.save(address);
    const loaded = await tf.loadLayersModel(`${address}/model.json`);
    deepStrictEqual(valuesOf(loaded), valuesOf(model));
  });
}

Deno.test("tf.loadLayersModel() reads nothing outside the model's folder", async () => {
  const path = join(folder, "model.json");
  for (const outside of ["../secret", "/etc/passwd", "a/../../secret"]) {
    await Deno.writeTextFile(
      path,
      JSON.stringify({
        modelTopology: {},
        weightsManifest: [{ paths: [outside], weights: [] }],
      }),
    );
    await rejects(tf.loadLayersModel(`file://${path}`), /outside its folder/);
  }
  await Deno.writeTextFile(path, "{");
  await rejects(tf.loadLayersModel(`file://${path}`), SyntaxError);
  await rejects(
    tf.loadLayersModel(`file://${folder}/none.json`),
    Deno.errors.NotFound,
  );
});

Deno.test("a path without a scheme is refused, with what to write", async () => {
  const model = sampleModel("batchNormalization");
  const says = (message: string) => ({ name: "RangeError", message });
  await rejects(
    async () => await model.save("models/mine.keras"),
    says(
      'A model is saved into a folder: save("file://models/mine"), got models/mine.keras',
    ),
  );
  await rejects(
    async () => await tf.loadLayersModel("mine.keras"),
    says('Models of Keras are loaded by loadModel("mine.keras") of thaw'),
  );
  await rejects(
    async () => await tf.loadLayersModel("mine/model.json"),
    says(
      'A model\'s address has a scheme: "file://mine/model.json", got mine/model.json',
    ),
  );
});

Deno.test("tf.loadLayersModel() refuses weights of another length, and a folder, by name", async () => {
  const model = sampleModel("batchNormalization");
  await model.save(`file://${folder}/lengths`);
  const path = join(folder, "lengths", "weights.bin");
  const address = `file://${folder}/lengths/model.json`;
  const bytes = await Deno.readFile(path);
  for (const length of [0, bytes.length - 2, bytes.length + 4]) {
    const other = new Uint8Array(length);
    other.set(bytes.subarray(0, length));
    await Deno.writeFile(path, other);
    await rejects(
      tf.loadLayersModel(address),
      RegExp(`model.json names .* of ${bytes.length} .* have ${length}$`),
    );
  }
  await rejects(
    tf.loadLayersModel(`file://${folder}/lengths`),
    /is a folder; the address is that of its model.json/,
  );
});
