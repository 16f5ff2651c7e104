/** Each layer of a model gets the masks of its own inputs, and the loss too. */

import * as tf from "@tensorflow/tfjs";
import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { lambda } from "../../../lib/layers/lambda.ts";
import { multiHeadAttention } from "../../../lib/layers/multi_head_attention.ts";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const values = (tensor: unknown) => [...(tensor as tf.Tensor).dataSync()];

/** Two sequences of three steps, the last one or two padded with 0. */
const padded = tf.tensor([[[1], [2], [0]], [[3], [0], [0]]]);

const apply = (
  layer: tf.layers.Layer,
  to: tf.SymbolicTensor | tf.SymbolicTensor[],
) => layer.apply(to) as tf.SymbolicTensor;

/** The masks that spies were given, by their names. */
type Seen = Record<string, number[] | null>;

/** A layer that passes its input on and notes the mask it was given. */
function spy(seen: Seen, name: string): tf.layers.Layer {
  const layer = lambda({
    name,
    function: (x, { mask }) => {
      const one = [mask ?? []].flat()[0];
      seen[name] = one ? values(one) : null;
      return x as tf.Tensor;
    },
  });
  layer.supportsMasking = true;
  return layer;
}

function compiled(
  inputs: tf.SymbolicTensor[],
  outputs: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.LayersModel {
  const model = tf.model({ inputs, outputs });
  model.compile({
    optimizer: tf.train.sgd(0),
    loss: "meanSquaredError",
    metrics: ["mae"],
  });
  return model;
}

Deno.test("a layer whose inputs have no mask is not given that of an earlier layer", () => {
  const seen: Seen = {};
  const [one, two] = [tf.input({ shape: [3, 1] }), tf.input({ shape: [3, 1] })];
  const masked = apply(spy(seen, "masked"), apply(tf.layers.masking(), one));
  const last = apply(tf.layers.lstm({ units: 2 }), masked);
  const after = apply(
    spy(seen, "after"),
    apply(tf.layers.repeatVector({ n: 3 }), last),
  );
  const other = apply(spy(seen, "other"), two);
  const model = tf.model({
    inputs: [one, two],
    outputs: apply(tf.layers.concatenate(), [after, other]),
  });
  model.predict([padded, padded]);
  deepStrictEqual(seen, {
    masked: [1, 1, 0, 1, 0, 0],
    after: null,
    other: null,
  });
});

Deno.test("a recurrent layer without an initial state is not given that of an earlier one", () => {
  const encoder = tf.input({ shape: [3, 1] });
  const states = tf.layers.lstm({ units: 2, returnState: true })
    .apply(encoder) as tf.SymbolicTensor[];
  const decoder = tf.layers.lstm({ units: 2, returnSequences: true });
  const decoded = decoder.apply(
    encoder,
    {
      initialState: states.slice(1),
    } as Parameters<typeof decoder.apply>[1],
  ) as tf.SymbolicTensor;
  const last = tf.layers.lstm({ units: 2, name: "last" });
  const model = tf.model({ inputs: encoder, outputs: apply(last, decoded) });
  const between = tf.model({ inputs: encoder, outputs: decoded });
  deepStrictEqual(
    values(model.predict(padded)),
    values(last.apply(between.predict(padded) as tf.Tensor)),
  );
});

Deno.test("a nested model, sequential or not, passes masks in and out", () => {
  for (const isSequential of [true, false]) {
    const seen: Seen = {};
    const inside = spy(seen, "inside");
    let inner: tf.LayersModel;
    if (isSequential) {
      inner = tf.sequential({
        layers: [tf.layers.inputLayer({ inputShape: [3, 1] }), inside],
      });
    } else {
      const input = tf.input({ shape: [3, 1] });
      inner = tf.model({ inputs: input, outputs: apply(inside, input) });
    }
    const input = tf.input({ shape: [3, 1] });
    const masked = apply(inner, apply(tf.layers.masking(), input));
    const outputs = apply(spy(seen, "outside"), masked);
    tf.model({ inputs: input, outputs }).predict(padded);
    deepStrictEqual(seen, {
      inside: [1, 1, 0, 1, 0, 0],
      outside: [1, 1, 0, 1, 0, 0],
    });
  }
});

Deno.test("masked steps count neither in the loss nor in the metrics", () => {
  const input = tf.input({ shape: [3, 1] });
  const outputs = apply(tf.layers.masking(), input);
  const model = compiled([input], outputs);
  const y = padded.add(2);
  // Every step is 2 off, the masked ones as well.
  const [loss, mae] = model.evaluate(padded, y) as tf.Scalar[];
  deepStrictEqual([values(loss), values(mae)], [[4], [2]]);
  const off = tf.where(padded.equal(0), 100, padded.add(2));
  const counted = model.evaluate(padded, off) as tf.Scalar[];
  deepStrictEqual(counted.map((value) => values(value)[0]), [4, 2]);
});

Deno.test("masked steps have no gradient", async () => {
  const build = () => {
    const input = tf.input({ shape: [3, 1] });
    const dense = tf.layers.dense({ units: 1, kernelInitializer: "ones" });
    const outputs = apply(dense, apply(tf.layers.masking(), input));
    const model = tf.model({ inputs: input, outputs });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
    return model;
  };
  const weights = [];
  for (const target of [0, 100]) {
    const model = build();
    const y = tf.where(padded.equal(0), target, padded);
    const history = await model.fit(padded, y, { epochs: 2, verbose: 0 });
    weights.push([...model.getWeights().map(values), history.history.loss]);
  }
  deepStrictEqual(weights[1], weights[0]);
});

Deno.test("add(), multiply() and concatenate() combine their inputs' masks as Keras 3 does", () => {
  const seen: Seen = {};
  const inputs = [tf.input({ shape: [3, 1] }), tf.input({ shape: [3, 1] })];
  const masked = inputs.map((input) => apply(tf.layers.masking(), input));
  const outputs = [
    apply(spy(seen, "add"), apply(tf.layers.add(), masked)),
    apply(spy(seen, "multiply"), apply(tf.layers.multiply(), masked)),
    apply(spy(seen, "concatenate"), apply(tf.layers.concatenate(), masked)),
    apply(spy(seen, "half"), apply(tf.layers.add(), [masked[0], inputs[1]])),
    apply(
      spy(seen, "along"),
      apply(tf.layers.concatenate({ axis: 1 }), [masked[0], inputs[1]]),
    ),
  ];
  const other = tf.tensor([[[0], [0], [5]], [[0], [0], [0]]]);
  tf.model({ inputs, outputs }).predict([padded, other]);
  const either = [1, 1, 1, 1, 0, 0];
  deepStrictEqual(seen, {
    add: either,
    multiply: either,
    concatenate: either,
    half: null,
    along: [1, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1],
  });
});

Deno.test("multiHeadAttention heeds the values' own mask in cross-attention", () => {
  const [query, value] = [
    tf.input({ shape: [2, 1] }),
    tf.input({ shape: [3, 1] }),
  ];
  const attention = multiHeadAttention({ numHeads: 1, keyDim: 2 });
  const masked = apply(tf.layers.masking(), value);
  const model = tf.model({
    inputs: [query, value],
    outputs: apply(attention, [query, masked]),
  });
  const queries = tf.tensor([[[1], [2]], [[3], [4]]]);
  const whole = model.predict([queries, padded]) as tf.Tensor;
  // The first sample alone, without its padding.
  const short = attention.apply([
    queries.slice(0, 1),
    padded.slice([0, 0, 0], [1, 2, 1]),
  ]) as tf.Tensor;
  const [expected, actual] = [values(short), values(whole.slice(0, 1))];
  expected.forEach((one, i) => ok(Math.abs(one - actual[i]) < 1e-6));
});

Deno.test("timeDistributed() gives its layer the mask of its own step", () => {
  const x = tf.tensor([[[[1], [2], [0]], [[3], [0], [0]]]]);
  const inner = tf.layers.lstm({ units: 2 });
  const input = tf.input({ shape: [2, 3, 1] });
  const each = tf.layers.timeDistributed({ layer: inner });
  const outputs = apply(each, apply(tf.layers.masking(), input));
  const [first, second] = tf.unstack(
    tf.model({ inputs: input, outputs }).predict(x) as tf.Tensor,
    1,
  );
  const short = (values: number[]) =>
    inner.apply(tf.tensor(values, [1, values.length, 1]));
  // A gate that is shut gives 0 or minus 0; a masked step makes it 0.
  const shown = (x: Parameters<typeof values>[0]) =>
    Array.from(values(x), (value) => value + 0);
  deepStrictEqual(shown(first), shown(short([1, 2])));
  deepStrictEqual(shown(second), shown(short([3])));
});

Deno.test("evaluate() gives the total of all outputs' losses, with regularization, as fit() does", async () => {
  const input = tf.input({ shape: [2] });
  const outputs = ["one", "two"].map((name) =>
    apply(
      tf.layers.dense({
        name,
        units: 1,
        kernelInitializer: "ones",
        kernelRegularizer: "l1l2",
      }),
      input,
    )
  );
  const model = tf.model({ inputs: input, outputs });
  model.compile({
    optimizer: tf.train.sgd(0),
    loss: "meanSquaredError",
    metrics: ["mae"],
  });
  const [x, y] = [tf.ones([3, 2]), [tf.zeros([3, 1]), tf.ones([3, 1])]];
  const { history } = await model.fit(x, y, { epochs: 1, verbose: 0 });
  const names = Object.keys(history);
  deepStrictEqual(names.slice(0, 3), ["loss", "one_loss", "two_loss"]);
  const evaluated = model.evaluate(x, y) as tf.Scalar[];
  deepStrictEqual(
    evaluated.map((value) => values(value)[0]),
    names.map((name) => (history[name] as number[])[0]),
  );
  ok((history.loss as number[])[0] > 4 + 1);
});

Deno.test("execute() gives inner layers' outputs, and refuses missing inputs by name", async () => {
  const input = tf.input({ shape: [3, 1], name: "steps" });
  const masked = apply(tf.layers.masking(), input);
  const outputs = apply(tf.layers.lstm({ units: 2 }), masked);
  const model = tf.model({ inputs: input, outputs });
  const [inner, last] = model.execute(
    padded,
    [masked.name, outputs.name],
  ) as tf.Tensor[];
  deepStrictEqual(values(inner), values(padded));
  deepStrictEqual(values(last), values(model.predict(padded)));
  await rejects(
    async () => await model.execute({ step: padded }, outputs.name),
    /takes steps, got step/,
  );
});

Deno.test("a model's steps and predictions leave no tensors behind", async () => {
  const input = tf.input({ shape: [3, 1] });
  const base = tf.sequential({
    layers: [
      tf.layers.masking({ inputShape: [3, 1] }),
      tf.layers.lstm({ units: 2, returnSequences: true, dropout: 0.5 }),
    ],
  });
  const model = compiled(
    [input],
    apply(tf.layers.dense({ units: 1 }), apply(base, input)),
  );
  const once = async () => {
    tf.dispose(model.predict(padded));
    tf.dispose(model.apply(padded) as tf.Tensor);
    tf.dispose(model.evaluate(padded, padded));
    await model.trainOnBatch(padded, padded);
  };
  await once();
  const before = tf.memory().numTensors;
  await once();
  strictEqual(tf.memory().numTensors, before);
});
