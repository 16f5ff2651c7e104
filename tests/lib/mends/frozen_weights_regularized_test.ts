import { strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";
import { freeze, unfreeze } from "../../../lib/weights/freeze.ts";

await tf.setBackend("cpu");

Deno.test("the loss counts the regularization of what trains, at each step anew", async () => {
  const layer = (name: string) =>
    tf.layers.dense({
      name,
      units: 2,
      inputShape: [2],
      useBias: false,
      kernelInitializer: "ones",
      kernelRegularizer: tf.regularizers.l2({ l2: 0.5 }),
    });
  const model = tf.sequential({ layers: [layer("a"), layer("b")] });
  model.compile({ optimizer: tf.train.sgd(0), loss: "meanSquaredError" });
  const [x, y] = [tf.zeros([1, 2]), tf.zeros([1, 2])];
  const loss = async () => await model.trainOnBatch(x, y) as number;
  // Four ones in each kernel: 4 * 0.5.
  strictEqual(await loss(), 4);
  const undo = freeze(model, "a");
  strictEqual(await loss(), 2);
  freeze(model, "b");
  strictEqual(await loss(), 0);
  undo();
  strictEqual(await loss(), 2);
  unfreeze(model);
  model.trainable = false;
  strictEqual(await loss(), 0);
});
