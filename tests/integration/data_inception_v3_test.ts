/**
 * InceptionV3 against Keras, with random weights in each layout. The files are
 * too large to commit; tests/golden/inception_v3_weights.py makes them, and
 * without them there is nothing to compare.
 */

import { deepStrictEqual, ok } from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../lib/backend/select_backend.ts";
import { inceptionV3 } from "../../lib/models/inception_v3.ts";
import { readNpz } from "../../lib/data/numpy/npz.ts";
import { toTensor } from "../../lib/data/numpy/nd_array.ts";

const folder = join(import.meta.dirname!, "../../out/inception_v3");

function distance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  deepStrictEqual(left.length, right.length);
  let worst = 0;
  for (let i = 0; i < left.length; i++) {
    worst = Math.max(worst, Math.abs(left[i] - right[i]));
  }
  return worst;
}

for (
  const name of [
    "notop.h5",
    "notop.weights.h5",
    "notop.keras",
    "top.h5",
    "top.weights.h5",
  ]
) {
  Deno.test({
    name: `inceptionV3() gives Keras's outputs from ${name}`,
    ignore: !existsSync(folder),
    async fn() {
      await selectBackend({ name: "wasm" });
      const kind = name.split(".")[0];
      const arrays = await readNpz(join(folder, `${kind}.npz`));
      const x = arrays.get("x")!;
      const model = await inceptionV3({
        inputShape: x.shape.slice(1) as [number, number, number],
        includeTop: kind === "top",
        weights: join(folder, name),
      });
      const both = tf.model({
        inputs: model.inputs,
        outputs: [
          model.getLayer("mixed7").output,
          model.outputs[0],
        ] as tf.SymbolicTensor[],
      });
      const input = toTensor(x as { shape: number[]; data: Float32Array });
      const outputs = both.predict(input) as tf.Tensor[];
      for (const [i, layer] of ["mixed7", "last"].entries()) {
        const expected = arrays.get(layer)!.data as Float32Array;
        const worst = distance(await outputs[i].data(), expected);
        // What the task asks for; values are of order 1.
        ok(worst < 1e-4, `${layer} differs by ${worst}`);
      }
      tf.dispose([input, ...outputs]);
      model.dispose();
    },
  });
}
