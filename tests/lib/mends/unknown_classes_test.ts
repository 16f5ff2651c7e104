import { deepStrictEqual, rejects } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { fit } from "../../../lib/train/fit.ts";

await tf.setBackend("cpu");

const model = tf.sequential({
  layers: [
    tf.layers.dense({
      name: "kinds",
      units: 3,
      activation: "softmax",
      inputShape: [1],
    }),
  ],
});
model.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
const x = tf.ones([3, 1]);
const quiet = { display: false } as const;
const fits = tf.tensor2d([[0], [1], [2]]);

Deno.test("fit() refuses classes that the model does not have", async () => {
  const from1 = tf.tensor1d([1, 2, 3], "int32");
  const refusal = /kinds hold the class 3; its 3 classes are 0 to 2/;
  await rejects(fit(model, x, from1, quiet), refusal);
  await rejects(
    fit(model, x, fits, { ...quiet, validationData: [x, from1] }),
    refusal,
  );
  await rejects(fit(model, x, tf.tensor1d([0, -1, NaN]), quiet), RangeError);
});

Deno.test("fit() takes all classes that it has", async () => {
  await fit(model, x, fits, quiet);
  await fit(model, x, { kinds: tf.tensor1d([0, 1, 2], "int32") }, quiet);
});

Deno.test("tfjs's fit refuses classes that the model does not have", async () => {
  const from1 = tf.tensor1d([1, 2, 3]);
  const refusal = /kinds hold the class 3; its 3 classes are 0 to 2/;
  const before = model.getWeights().map((weight) => weight.arraySync());
  await rejects(model.fit(x, from1), refusal);
  await rejects(model.fit(x, [from1]), refusal);
  await rejects(model.fit(x, { kinds: from1 }), refusal);
  await rejects(model.fit(x, fits, { validationData: [x, from1] }), refusal);
  await rejects(model.fit(x, tf.tensor1d([0, -1, 1])), RangeError);
  deepStrictEqual(
    model.getWeights().map((weight) => weight.arraySync()),
    before,
  );
});

Deno.test("tfjs's fit takes classes that it has, and leaves no tensors", async () => {
  const labels = tf.tensor1d([0, 1, 2]);
  await model.fit(x, labels);
  const { numTensors } = tf.memory();
  await model.fit(x, labels);
  await model.fit(x, fits, { validationData: [x, labels] });
  deepStrictEqual(tf.memory().numTensors, numTensors);
});

Deno.test("fit() refuses classes in a dataset that the model does not have", async () => {
  const batches = (labels: number[]) =>
    tf.data.zip({
      xs: tf.data.array(labels.map(() => [1])),
      ys: tf.data.array(labels),
    }).batch(2) as never;
  const has = [0, 1, 2, 0, 1];
  await fit(model, batches(has), { ...quiet, validationData: batches(has) });
  const refusal = /kinds hold the class 3; its 3 classes are 0 to 2/;
  await rejects(fit(model, batches([0, 1, 3]), quiet), refusal);
  await rejects(
    fit(model, batches(has), { ...quiet, validationData: batches([3]) }),
    refusal,
  );
  const { numTensors } = tf.memory();
  await rejects(fit(model, batches([0, 1, 3]), quiet), refusal);
  deepStrictEqual(tf.memory().numTensors, numTensors);
});

Deno.test("labels pass where a user's layer leaves the number of classes open", async () => {
  class Open extends tf.layers.Layer {
    static className = "OpenClasses";
    override call(inputs: tf.Tensor | tf.Tensor[]) {
      return tf.softmax([inputs].flat()[0]);
    }
    override computeOutputShape([samples]: tf.Shape): tf.Shape {
      return [samples, null];
    }
  }
  const open = tf.sequential({
    layers: [tf.layers.dense({ units: 3, inputShape: [1] }), new Open({})],
  });
  open.compile({ optimizer: "sgd", loss: "sparseCategoricalCrossentropy" });
  await open.fit(x, fits);
});
