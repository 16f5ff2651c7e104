import {
  deepStrictEqual,
  rejects,
  strictEqual,
  throws,
} from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const model = tf.sequential({
  layers: [tf.layers.dense({ units: 1, inputShape: [2] })],
});
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
const [x, y] = [tf.ones([4, 2]), tf.ones([4, 1])];
const [noX, noY] = [tf.zeros([0, 2]), tf.zeros([0, 1])];

Deno.test("tfjs's fit, evaluate and predict refuse no samples at all", async () => {
  const reason = /needs at least one sample, got x of shape \[0,2\]/;
  throws(() => model.predict(noX), reason);
  throws(() => model.predict([noX]), reason);
  throws(() => model.evaluate(noX, noY), reason);
  await rejects(model.fit(noX, noY), reason);
  for (const nothing of [undefined, null] as never[]) {
    throws(() => model.predict(nothing), /needs x as a tensor/);
    throws(() => model.evaluate(nothing, y), /needs x as a tensor/);
    await rejects(model.fit(nothing, y), /needs x as a tensor/);
  }
});

Deno.test("tfjs's fit refuses numbers that it took for others", async () => {
  for (
    const args of [
      { epochs: NaN },
      { epochs: "2" },
      { initialEpoch: -1 },
      { validationSplit: 2 },
      { validationSplit: "0.5" },
    ] as never[]
  ) {
    const [[name, value]] = Object.entries(args);
    await rejects(
      model.fit(x, y, args),
      (error: Error) =>
        error.message.startsWith(`${name} of fit must`) &&
        error.message.endsWith(`got ${value}`),
    );
  }
});

Deno.test("tfjs's fit, evaluate and predict take one sample, and no epochs", async () => {
  const [one, target] = [tf.ones([1, 2]), tf.ones([1, 1])];
  deepStrictEqual((model.predict(one) as tf.Tensor).shape, [1, 1]);
  strictEqual((model.evaluate(one, target) as tf.Scalar).size, 1);
  const { epoch } = await model.fit(one, target, { validationSplit: 0 });
  deepStrictEqual(epoch, [0]);
  deepStrictEqual((await model.fit(x, y, { epochs: 0 })).epoch, []);
});

Deno.test("tfjs's fit, evaluate and predict say that they need tensors, and that one is gone", async () => {
  const reason = /needs [xy] as a tensor, an array of tensors or an object/;
  for (const wrong of [[[1, 2]], [1, 2], {}.constructor, { x: [1] }]) {
    const given = wrong as never;
    const says = typeof wrong === "function"
      ? /needs [xy] as a tensor/
      : reason;
    throws(() => model.predict(given), says);
    throws(() => model.evaluate(given, y), says);
    throws(() => model.evaluate(x, given), says);
    await rejects(model.fit(given, y), says);
    await rejects(model.fit(x, given), says);
  }
  const gone = tf.ones([4, 2]);
  gone.dispose();
  throws(() => model.predict(gone), /predict needs x .* disposed of/);
  await rejects(model.fit(gone, y), /fit needs x .* disposed of/);
});
