import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { DISPLAY, type Displayable } from "../../../lib/display/mime_bundle.ts";
import { dropout } from "../../../lib/dropout/dropout.ts";
import { exploreDropout } from "../../../lib/plot/explore_dropout.ts";

Deno.test("exploreDropout() follows its slider and leaves the model as it is", async () => {
  const drop = dropout({ rate: 0.25, seed: 3 });
  const model = tf.sequential({
    layers: [tf.layers.dense({ inputShape: [4], units: 6 }), drop],
  });
  const x = tf.ones([2, 4]);
  const [step, tensors] = [drop.seedStream.step, tf.memory().numTensors];
  const exploring = exploreDropout(model, x);
  const exploration = await exploring;
  // The slider and the figures are shown; a cell's value adds nothing.
  for (const value of [exploring, exploration]) {
    const { [DISPLAY]: display } = value as unknown as Displayable;
    strictEqual(await display(), undefined);
  }
  strictEqual(exploration.rate.value, 0.25);
  exploration.rate.value = 0.9;
  exploration.rate.value = 0.5;
  await exploration.settled();
  exploration.close();
  strictEqual(drop.rate, 0.25);
  deepStrictEqual(
    [drop.seedStream.step, tf.memory().numTensors],
    [step, tensors],
  );
});

Deno.test("exploreDropout() refuses a model without a dropout of ours", async () => {
  const model = tf.sequential({
    layers: [tf.layers.dense({ inputShape: [4], units: 6, name: "d" })],
    name: "plain",
  });
  await rejects(exploreDropout(model, tf.ones([2, 4])), /plain has no dropout/);
});
