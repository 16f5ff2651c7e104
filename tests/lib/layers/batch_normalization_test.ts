import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import {
  BatchNormalization,
  batchNormalization,
} from "../../../lib/layers/batch_normalization.ts";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const image = () =>
  tf.tensor(
    Array.from({ length: 2 * 3 * 3 * 2 }, (_, i) => Math.sin(i * i)),
    [2, 3, 3, 2],
  );

const train = (layer: tf.layers.Layer, x: tf.Tensor) =>
  layer.apply(x, { training: true }) as tf.Tensor;

const weights = (layer: tf.layers.Layer) =>
  layer.getWeights().map((weight) => [...weight.dataSync()]);

function largest(difference: tf.Tensor): number {
  return difference.abs().max().dataSync()[0];
}

Deno.test("BatchNormalization agrees with tfjs' own where that is right", () => {
  for (const training of [true, false]) {
    const ours = batchNormalization();
    const theirs = tf.layers.batchNormalization();
    const x = image();
    const [y, expected] = [ours, theirs].map((layer) =>
      layer.apply(x, { training }) as tf.Tensor
    );
    // Values of order 1 in float32, summed over 18.
    ok(largest(y.sub(expected)) < 18 * 2 ** -23);
    for (const [i, values] of weights(ours).entries()) {
      values.forEach((value, j) =>
        ok(Math.abs(value - weights(theirs)[i][j]) < 18 * 2 ** -23)
      );
    }
  }
});

Deno.test("BatchNormalization, frozen, infers in training and stands still", () => {
  const layer = batchNormalization({ trainable: false });
  const x = image();
  const y = train(layer, x);
  const inferred = layer.apply(x, { training: false }) as tf.Tensor;
  deepStrictEqual([...y.dataSync()], [...inferred.dataSync()]);
  deepStrictEqual(weights(layer), [[1, 1], [0, 0], [0, 0], [1, 1]]);
});

Deno.test("BatchNormalization trains without scale or center", () => {
  for (const args of [{ scale: false }, { center: false }]) {
    const y = train(batchNormalization(args), image());
    ok(largest(y.mean([0, 1, 2])) < 18 * 2 ** -23);
  }
});

for (const name of ["cpu", "wasm"] as const) {
  Deno.test(`BatchNormalization's gradient is that of its formula, on ${name}`, async () => {
    await selectBackend({ name });
    for (const axis of [3, 1]) {
      const layer = batchNormalization({ axis });
      const x = image();
      const weight = image().square();
      const y = (x: tf.Tensor) => train(layer, x).mul(weight).sum();
      // The same by tfjs' own gradients of elementary operations.
      const formula = (x: tf.Tensor) => {
        const axes = [0, 1, 2, 3].filter((i) => i !== axis);
        const { mean, variance } = tf.moments(x, axes, true);
        return x.sub(mean).div(variance.add(layer.epsilon).sqrt()).mul(weight)
          .sum();
      };
      const difference = largest(tf.grad(y)(x).sub(tf.grad(formula)(x)));
      // Sums of 18 products of order 1, twice, in float32.
      ok(difference < 2 * 18 * 2 ** -22, `differs by ${difference}`);
    }
    await tf.setBackend("cpu");
  });
}

Deno.test("BatchNormalization's scale and shift get their gradients", () => {
  const layer = batchNormalization();
  train(layer, image());
  const { value, grads } = tf.variableGrads(() =>
    train(layer, image()).mul(image()).sum()
  );
  strictEqual(Number.isFinite(value.dataSync()[0]), true);
  const sum = (name: string) => [...grads[name].dataSync()];
  const expected = image().sum([0, 1, 2]).dataSync();
  const [gamma, beta] = layer.trainableWeights.map(({ name }) => sum(name));
  beta.forEach((value, i) => ok(Math.abs(value - expected[i]) < 2 ** -20));
  strictEqual(gamma.length, 2);
});

Deno.test("BatchNormalization goes through toJSON() and back", async () => {
  const model = tf.sequential({
    layers: [batchNormalization({ scale: false, axis: 1, inputShape: [4, 3] })],
  });
  const copy = await tf.models.modelFromJSON(
    model.toJSON(null, false) as unknown as tf.io.ModelJSON,
  );
  strictEqual(copy.layers[0] instanceof BatchNormalization, true);
  deepStrictEqual(copy.layers[0].getConfig(), model.layers[0].getConfig());
});

for (
  const args of [{ scale: false }, { center: false }, {
    scale: false,
    center: false,
  }]
) {
  Deno.test(`BatchNormalization of ${JSON.stringify(args)}, frozen, passes gradients on`, () => {
    for (const make of [batchNormalization, tf.layers.batchNormalization]) {
      const layer = make({ ...args, epsilon: 0.25, trainable: false });
      // A moving mean of 0 and variance of 1 at first: x / sqrt(1 + 0.25).
      const x = image();
      const slope = tf.grad((x) => train(layer, x))(x);
      ok(largest(slope.sub(1 / Math.sqrt(1.25))) < 4 * 2 ** -24);
    }
  });
}

for (const name of ["cpu", "wasm"] as const) {
  Deno.test(`A gradient through BatchNormalization in training has the gradient of its operations, on ${name}`, async () => {
    await selectBackend({ name });
    const layer = batchNormalization();
    const plain = (x: tf.Tensor) => {
      const { mean, variance } = tf.moments(x, [0, 1, 2], true);
      return x.sub(mean).div(variance.add(layer.epsilon).sqrt());
    };
    const second = (normalize: (x: tf.Tensor) => tf.Tensor) => {
      const first = tf.grad((x) => normalize(x).pow(3).sum());
      return tf.grad((x) => first(x).square().sum())(image());
    };
    const expected = second(plain);
    const difference = second((x) => train(layer, x)).sub(expected);
    // A thousand roundings, and sums of 18.
    ok(largest(difference) < 1e-4 * largest(expected));
    await tf.setBackend("cpu");
  });
}

Deno.test("BatchNormalization leaves what lies in masked steps out of its averages", () => {
  const layer = batchNormalization({ momentum: 0 });
  const call = (x: tf.Tensor, mask: number[][], to: tf.layers.Layer = layer) =>
    to.apply(x, { training: true, mask: tf.tensor2d(mask) });
  call(tf.tensor([[[2], [NaN]], [[4], [9]]]), [[1, 0], [1, 0]]);
  // Keras, too, adds 1e-7 to the count.
  for (const [i, expected] of [1, 0, 3, 1].entries()) {
    ok(Math.abs(weights(layer)[i][0] - expected) < 1e-6);
  }
  call(tf.tensor([[[2], [5]]]), [[0, 0]]);
  deepStrictEqual(weights(layer), [[1], [0], [0], [0]]);
  throws(
    () => call(image(), [[1, 0], [1, 0]], batchNormalization()),
    /a mask .* has an axis less than the values, got \[2,2\] for \[2,3,3,2\]/i,
  );
});

for (const name of ["cpu", "wasm"] as const) {
  Deno.test(`BatchNormalization normalizes whole numbers and booleans, on ${name}`, async () => {
    await selectBackend({ name });
    const values = [[1, 0], [0, 0], [1, 1]];
    for (const make of [batchNormalization, tf.layers.batchNormalization]) {
      for (const training of [false, true]) {
        const call = (dtype: tf.DataType) =>
          make().apply(tf.tensor2d(values, [3, 2], dtype), {
            training,
          }) as tf.Tensor;
        const expected = call("float32");
        for (const dtype of ["int32", "bool"] as const) {
          const y = call(dtype);
          strictEqual(y.dtype, "float32");
          deepStrictEqual(y.dataSync(), expected.dataSync());
        }
      }
    }
    await tf.setBackend("cpu");
  });
}
