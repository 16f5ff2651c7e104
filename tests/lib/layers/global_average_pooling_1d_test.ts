import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual } from "node:assert/strict";
import { globalAveragePooling1d } from "../../../lib/layers/global_average_pooling_1d.ts";

await tf.setBackend("cpu");

const x = tf.tensor3d([[[1, 2, 3], [5, 6, 10]]]);
const average = (layer: tf.layers.Layer) => layer.apply(x) as tf.Tensor;

Deno.test("tfjs' own GlobalAveragePooling1D ignores channelsFirst", () => {
  // deno-lint-ignore no-explicit-any -- an argument its type does not have
  const args: any = { dataFormat: "channelsFirst" };
  deepStrictEqual(average(tf.layers.globalAveragePooling1d(args)).shape, [
    1,
    3,
  ]);
});

Deno.test("GlobalAveragePooling1D averages the steps, wherever they stand", () => {
  deepStrictEqual(average(globalAveragePooling1d()).arraySync(), [[3, 4, 6.5]]);
  const first = globalAveragePooling1d({ dataFormat: "channelsFirst" });
  deepStrictEqual(average(first).arraySync(), [[2, 7]]);
  deepStrictEqual(first.computeOutputShape([null, 500, 1]), [null, 500]);
});

Deno.test("GlobalAveragePooling1D can keep the axis", () => {
  const layer = globalAveragePooling1d({ keepDims: true });
  deepStrictEqual(average(layer).shape, [1, 1, 3]);
  deepStrictEqual(layer.computeOutputShape([null, 2, 3]), [null, 1, 3]);
});

Deno.test("GlobalAveragePooling1D leaves masked steps out", () => {
  const mask = tf.tensor2d([[true, false]], undefined, "bool");
  const y = globalAveragePooling1d().apply(x, { mask }) as tf.Tensor;
  deepStrictEqual(y.arraySync(), [[1, 2, 3]]);
});

Deno.test("GlobalAveragePooling1D goes through toJSON() and back", async () => {
  const layer = globalAveragePooling1d({
    dataFormat: "channelsFirst",
    inputShape: [5, 1],
  });
  const model = tf.sequential({ layers: [layer] });
  const copy = await tf.models.modelFromJSON(
    model.toJSON(null, false) as unknown as tf.io.ModelJSON,
  );
  deepStrictEqual(copy.layers[0].getConfig(), layer.getConfig());
  deepStrictEqual(copy.outputs[0].shape, [null, 5]);
});
