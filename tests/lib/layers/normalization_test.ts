import { deepStrictEqual, ok, throws } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { normalization } from "../../../lib/layers/normalization.ts";

await tf.setBackend("cpu");

const x = tf.tensor2d([[0, 10], [2, 30], [4, 50]]);

/** Whether all values are the expected ones but for float32's rounding. */
function near(output: unknown, expected: number[]) {
  const values = [...(output as tf.Tensor).dataSync()];
  values.forEach((value, i) =>
    ok(Math.abs(value - expected[i]) < 8 * 2 ** -23 * 50, `${values}`)
  );
  deepStrictEqual(values.length, expected.length);
}

Deno.test("Normalization changes nothing before adapt(), and gives each feature mean 0 and variance 1 after it", () => {
  const layer = normalization();
  near(layer.apply(x), [0, 10, 2, 30, 4, 50]);
  layer.adapt(x);
  const one = Math.sqrt(3 / 2);
  near(layer.apply(x), [-one, -one, 0, 0, one, one]);
  deepStrictEqual(layer.trainableWeights, []);
});

Deno.test("Normalization takes its mean and variance, and goes back from them", () => {
  const given = { mean: [2, 30], variance: [4, 100] };
  const normalized = normalization(given).apply(x) as tf.Tensor;
  near(normalized, [-1, -2, 0, 0, 1, 2]);
  near(normalization({ ...given, invert: true }).apply(normalized), [
    ...x.dataSync(),
  ]);
  near(normalization({ axis: null, mean: 2, variance: 4 }).apply(x), [
    ...x.sub(2).div(2).dataSync(),
  ]);
});

Deno.test("Normalization keeps what it knows when its model is saved", async () => {
  const layer = normalization({ inputShape: [2], name: "known" });
  const given = normalization({ mean: [1, 2], variance: [4, 9] });
  const model = tf.sequential({ layers: [layer, given] });
  layer.adapt(x);
  const again = await tf.models.modelFromJSON(
    { modelTopology: JSON.parse(model.toJSON() as string) } as never,
  );
  again.setWeights(model.getWeights());
  near(again.predict(x), [...(model.predict(x) as tf.Tensor).dataSync()]);
});

Deno.test("Normalization says what does not fit", () => {
  throws(() => normalization({ mean: 1 }), TypeError);
  throws(() => normalization({ axis: 2 }).apply(x), /no axis 2 in \[3,2\]/);
  throws(() => normalization({ axis: 0 }).apply(x), /the batch's/);
  const three = normalization({ mean: [1, 2, 3], variance: 1 });
  throws(() => three.apply(x), /mean of .* has 3 numbers, its input 2/);
  throws(
    () => normalization({ mean: 1, variance: 1 }).adapt(x),
    /was given its mean/,
  );
  throws(() => normalization().adapt([[1]] as never), /takes a tensor/);
  throws(() => normalization().adapt(tf.zeros([0, 2])), /got no values/);
});
