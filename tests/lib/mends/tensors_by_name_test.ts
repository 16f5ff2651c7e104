import { deepStrictEqual, rejects, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

/** Two inputs, first - second, and two outputs that are this. */
function twoOfEach(): tf.LayersModel {
  const inputs = ["first", "second"].map((name) =>
    tf.input({ shape: [1], name })
  );
  const joined = tf.layers.concatenate().apply(inputs) as tf.SymbolicTensor;
  const weights = [tf.tensor2d([[1], [-1]])];
  const outputs = ["a", "b"].map((name) =>
    tf.layers.dense({ name, units: 1, useBias: false, weights })
      .apply(joined) as tf.SymbolicTensor
  );
  return tf.model({ inputs, outputs });
}

const model = twoOfEach();
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
const [first, second] = [tf.tensor2d([[5]]), tf.tensor2d([[3]])];

Deno.test("predict() and predictOnBatch() take inputs by name, in any order", () => {
  for (const method of ["predict", "predictOnBatch"] as const) {
    const given = { second, first } as unknown as tf.Tensor;
    const made = model[method](given) as tf.Tensor[];
    deepStrictEqual(made.map((one) => one.arraySync()), [[[2]], [[2]]]);
    tf.dispose(made);
  }
  const sequential = tf.sequential({
    layers: [tf.layers.inputLayer({ inputShape: [1], name: "only" })],
  });
  const made = sequential.predict({ only: first } as unknown as tf.Tensor);
  deepStrictEqual((made as tf.Tensor).arraySync(), [[5]]);
});

Deno.test("predict() names the input that is missing", () => {
  throws(() => model.predict({ first, secnd: second } as never), {
    name: "TypeError",
    message:
      "predict needs a tensor for the input second, got an object of first, secnd",
  });
});

Deno.test("fit, evaluate and trainOnBatch refuse targets of outputs that there are not", async () => {
  const [x, y] = [[first, second], { a: first, b: first, c: first }];
  const reason = /There are targets for c, but the model's outputs are a, b/;
  await rejects(model.fit(x, y), reason);
  await rejects(model.trainOnBatch(x, y), reason);
  throws(() => model.evaluate(x, y as never), reason);
});
