/** One seed repeats a whole run: initial weights, batches and masks. */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { dropBlock } from "../../../lib/dropout/drop_block.ts";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { batchNormalization } from "../../../lib/layers/batch_normalization.ts";
import { drawNormal } from "../../../lib/random/draw_uniform.ts";
import { setRandomSeed } from "../../../lib/random/set_random_seed.ts";
import "../../../lib/mends/install_mends.ts";

/** Losses of two epochs of a small conv net made from scratch. */
async function train(seed: number): Promise<unknown> {
  setRandomSeed(seed);
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: [6, 6, 1] }),
      dropBlock({ rate: 0.2, blockSize: 2 }),
      batchNormalization(),
      tf.layers.flatten(),
      dropout({ rate: 0.5 }),
      tf.layers.dense({ units: 1 }),
    ],
  });
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
  const x = drawNormal([24, 6, 6, 1], { seed: 1, layer: 1, step: 0 });
  const y = drawNormal([24, 1], { seed: 1, layer: 1, step: 1 });
  const { history } = await model.fit(x, y, {
    epochs: 2,
    batchSize: 8,
    verbose: 0,
  });
  setRandomSeed(null);
  return history.loss;
}

for (const name of ["cpu", "wasm"] as const) {
  Deno.test(`setRandomSeed() gives the same losses again, to the last bit, on ${name}`, async () => {
    await selectBackend({ name, ...(name === "wasm" ? { threads: 1 } : {}) });
    const first = await train(5);
    deepStrictEqual(await train(5), first);
    notDeepStrictEqual(await train(6), first);
    await tf.setBackend("cpu");
  });
}
