import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { inceptionV3 } from "../../../lib/models/inception_v3.ts";

const golden: { layers: string[]; every: number; mixed4: number[] } = JSON
  .parse(Deno.readTextFileSync(
    new URL("../../golden/inception_v3_cut.json", import.meta.url),
  ));

/** Numbers in [-1, 1): `uniform()` of `inception_v3_cut.py`. */
function uniform(count: number, key: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    let x = Math.imul(i + key * 1_000_003, 2654435761);
    x ^= x >>> 15;
    x = Math.imul(x, 2246822519);
    x ^= x >>> 13;
    return (x >>> 0) / 2 ** 31 - 1;
  });
}

/** Gives a layer the weights that `inception_v3_cut.py` gave it in Keras. */
function fill(layer: tf.layers.Layer): void {
  const number = Number(/_(\d+)$/.exec(layer.name)?.[1] ?? 0);
  const tensors = layer.weights.map(({ shape }, i) => {
    const lengths = shape as number[];
    const size = tf.util.sizeFromShape(lengths);
    const values = uniform(
      size,
      4 * number + (lengths.length === 1 ? 1 + i : 0),
    );
    const fanIn = size / lengths[lengths.length - 1];
    const scale = [0.3, 0.3, 0.5][i];
    return tf.tensor(
      lengths.length === 4
        ? Float32Array.from(values, (it) => it * Math.sqrt(6 / fanIn))
        : Float32Array.from(values, (it) => (i === 2 ? 1 : 0) + scale * it),
      lengths,
    );
  });
  layer.setWeights(tensors);
  tf.dispose(tensors);
}

Deno.test("inceptionV3() has Keras's layers and its output at mixed4", async () => {
  await selectBackend({ name: "wasm" });
  const model = await inceptionV3({
    inputShape: [75, 75, 3],
    includeTop: false,
  });
  deepStrictEqual(model.layers.map((layer) => layer.name), golden.layers);
  const cut = tf.model({
    inputs: model.inputs,
    outputs: model.getLayer("mixed4").output,
  });
  cut.layers.filter((it) => it.weights.length > 0).forEach(fill);
  const x = tf.tensor(Float32Array.from(uniform(75 * 75 * 3, 999)), [
    1,
    75,
    75,
    3,
  ]);
  const output = cut.predict(x) as tf.Tensor;
  const found = (await output.data()).filter((_, i) => i % golden.every === 0);
  tf.dispose([x, output]);
  model.dispose();

  strictEqual(found.length, golden.mixed4.length);
  const worst = Math.max(
    ...Array.from(found, (it, i) => Math.abs(it - golden.mixed4[i])),
  );
  // What is asked for at mixed7 too, where values are of the same order, 1.
  ok(worst < 1e-4, `differs by ${worst}`);
});

Deno.test("inceptionV3() throws on an input too small or not in colour", async () => {
  await rejects(inceptionV3({ inputShape: [74, 75, 3] }), RangeError);
  await rejects(inceptionV3({ inputShape: [75, 75, 1] }), RangeError);
});

Deno.test("inceptionV3() leaves nothing behind when weights do not fit", async () => {
  const before = tf.memory().numTensors;
  const weights = fileURLToPath(
    new URL("../../golden/keras/small.weights.h5", import.meta.url),
  );
  const inputShape: [number, number, number] = [75, 75, 3];
  await rejects(
    inceptionV3({ inputShape, includeTop: false, weights }),
    /layer 'conv2d' has \(3, 3, 3, 32\), the file \(3, 3, 2, 3\)/,
  );
  strictEqual(tf.memory().numTensors, before);
});

Deno.test("inceptionV3() says where ImageNet's weights are to be", async () => {
  const asked = { weights: "imagenet", offline: true, cache: "/nowhere" };
  await rejects(
    inceptionV3({ ...asked, includeTop: false }),
    /tf_kernels_notop\.h5: downloads are off.*keras-applications\/inception_v3/,
  );
});
