import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, rejects, throws } from "node:assert/strict";
import { freeze } from "../../../lib/weights/freeze.ts";
import {
  gradualUnfreezing,
  type GradualUnfreezingArgs,
} from "../../../lib/weights/gradual_unfreezing.ts";
import { listWeights } from "../../../lib/weights/list_weights.ts";

await tf.setBackend("cpu");

const dense = (name: string) =>
  tf.layers.dense({ name, units: 2, inputShape: [2] });

/** The layers that moved in each of some epochs of `a`, `b`, `c`. */
async function movedByEpoch(
  epochs: number,
  args?: GradualUnfreezingArgs,
): Promise<string[][]> {
  const model = tf.sequential({ layers: [dense("a"), dense("b"), dense("c")] });
  model.compile({ optimizer: "adam", loss: "meanSquaredError" });
  freeze(model, "a");
  const values = () =>
    listWeights(model).filter(({ name }) => name === "kernel")
      .map(({ path, variable }) => ({
        path,
        values: variable.read().dataSync().join(),
      }));
  const moved: string[][] = [];
  let before = values();
  await model.fit(tf.ones([4, 2]), tf.zeros([4, 2]), {
    epochs,
    verbose: 0,
    callbacks: [
      new tf.CustomCallback(gradualUnfreezing(model, args)),
      new tf.CustomCallback({
        onEpochEnd: async () => {
          const after = values();
          moved.push(
            after.filter((weight, i) => weight.values !== before[i].values)
              .map(({ path }) => path),
          );
          before = after;
          await Promise.resolve();
        },
      }),
    ],
  });
  return moved;
}

Deno.test("gradualUnfreezing() thaws from the last layer up, one an epoch", async () => {
  deepStrictEqual(await movedByEpoch(4), [
    ["c"],
    ["b", "c"],
    ["a", "b", "c"],
    ["a", "b", "c"],
  ]);
});

Deno.test("gradualUnfreezing() thaws the given stages and leaves the rest", async () => {
  const args = { stages: ["b", "c"], epochs: 2 };
  deepStrictEqual(await movedByEpoch(3, args), [["b"], ["b"], ["b", "c"]]);
});

Deno.test("gradualUnfreezing() refuses what can't be done", async () => {
  throws(() => gradualUnfreezing(tf.sequential(), { epochs: 0 }), RangeError);
  for (const stages of [["tail"], ["c", "tail"], [/^c/, /^tail/]]) {
    await rejects(movedByEpoch(1, { stages }), RangeError);
  }
});
