/**
 * A step of training records only what trains: its gradients are those of a
 * step that records all, to the bit, and what frozen layers give goes at once.
 */

import * as tf from "@tensorflow/tfjs";
import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  rejects,
} from "node:assert/strict";
import { withPhase } from "../../../lib/dropout/phase.ts";
import { lambda } from "../../../lib/layers/lambda.ts";
import "../../../lib/mends/install_mends.ts";

await tf.setBackend("cpu");

const WIDTH = 3;

const dense = (trainable: boolean, name?: string) =>
  tf.layers.dense({ units: WIDTH, activation: "tanh", trainable, name });

const apply = (
  layer: tf.layers.Layer,
  to: tf.SymbolicTensor | tf.SymbolicTensor[],
) => layer.apply(to) as tf.SymbolicTensor;

const input = () => tf.input({ shape: [WIDTH] });

/** A generator of numbers below `count`, the same in each run. */
function numbers(seed: number): (count: number) => number {
  return (count) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >>> 8) % count;
  };
}

/** A graph of some layers: in a row, added, shared, nested, some frozen. */
function randomModel(
  next: (count: number) => number,
  depth = 0,
): tf.LayersModel {
  const start = input();
  const values = [start];
  const shared: tf.layers.Layer[] = [];
  const any = <T>(list: T[]) => list[next(list.length)];
  for (let i = 0; i < 3 + next(5); i++) {
    const kind = next(depth === 0 ? 7 : 6);
    if (kind === 0 && values.length > 1) {
      values.push(apply(tf.layers.add(), [any(values), any(values)]));
    } else if (kind === 1 && shared.length > 0) {
      values.push(apply(any(shared), any(values)));
    } else if (kind === 2) {
      const layer = tf.layers.batchNormalization({ trainable: next(2) === 0 });
      values.push(apply(layer, any(values)));
    } else if (kind === 3) {
      const layer = tf.layers.reshape({ targetShape: [WIDTH] });
      values.push(apply(layer, any(values)));
    } else if (kind === 6) {
      const inner = randomModel(next, 1);
      inner.trainable = next(3) > 0;
      values.push(apply(inner, any(values)));
    } else {
      const layer = dense(next(2) === 0);
      shared.push(layer);
      values.push(apply(layer, values.at(-1)!));
    }
  }
  const ends = [values.at(-1)!, any(values)];
  const joined = apply(tf.layers.concatenate(), ends);
  return tf.model({ inputs: start, outputs: apply(dense(true), joined) });
}

const batch = () => ({
  x: tf.randomNormal([4, WIDTH], 0, 1, "float32", 1),
  y: tf.randomNormal([4, WIDTH], 0, 1, "float32", 2),
});

/** What a step by `sgd(1)` would leave, of a gradient that records all. */
function expected(model: tf.LayersModel, data: ReturnType<typeof batch>) {
  const trained = [...new Set(model.trainableWeights)];
  const variables = trained.map((weight) => weight.read() as tf.Variable);
  const { grads } = tf.variableGrads(() => {
    const made = model.apply(data.x, { training: true }) as tf.Tensor;
    return tf.losses.meanSquaredError(data.y, made);
  }, variables);
  return Object.values(grads).map((it) => it.dataSync());
}

Deno.test("gradients are those of a step that records all, in graphs drawn at random", async () => {
  for (let seed = 1; seed <= 60; seed++) {
    const model = randomModel(numbers(seed));
    model.compile({ optimizer: tf.train.sgd(1), loss: "meanSquaredError" });
    const data = batch();
    const weights = [...new Set(model.trainableWeights)];
    const moving = model.weights.map((it) => it.read().dataSync().slice());
    const grads = expected(model, data);
    model.weights.forEach((it, i) =>
      (it.read() as tf.Variable).assign(
        tf.tensor(moving[i], it.shape as number[]),
      )
    );
    const before = weights.map((it) => it.read().dataSync().slice());
    await model.trainOnBatch(data.x, data.y);
    const after = weights.map((it) => it.read().dataSync());
    after.forEach((values, i) =>
      deepStrictEqual(
        [...values],
        [...Float32Array.from(before[i], (it, k) => it - grads[i][k])],
        `seed ${seed}, ${weights[i].name}`,
      )
    );
  }
});

Deno.test("what frozen layers give goes before the step ends", async () => {
  const peakOf = async (frozen: number) => {
    const layers = Array.from(
      { length: 20 },
      (_, i) => dense(i >= frozen, undefined),
    );
    const start = input();
    const end = layers.reduce((value, layer) => apply(layer, value), start);
    const model = tf.model({ inputs: start, outputs: end });
    let most = 0;
    const metric = (_: tf.Tensor, made: tf.Tensor) => {
      most = Math.max(most, tf.memory().numTensors);
      return made.mean();
    };
    model.compile({
      optimizer: tf.train.sgd(0.1),
      loss: "meanSquaredError",
      metrics: [metric],
    });
    const { x, y } = batch();
    await model.trainOnBatch(x, y);
    const before = tf.memory().numTensors;
    most = 0;
    await model.trainOnBatch(x, y);
    return most - before;
  };
  const [all, none] = [await peakOf(0), await peakOf(19)];
  // Each layer that is recorded keeps its result, at least.
  ok(none <= all - 19, `${none} tensors beside ${all}`);
});

/** A layer that reads another one's kernel, as tied weights do. */
class Tied extends tf.layers.Layer {
  static className = "TestTied";
  constructor(readonly other: tf.layers.Layer) {
    super({});
  }
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const kernel = this.other.weights[0].read() as tf.Tensor2D;
    return tf.matMul([x].flat()[0] as tf.Tensor2D, kernel, false, true);
  }
}

Deno.test("a layer of a class of one's own, and a lambda, are recorded", async () => {
  const { x, y } = batch();
  const makers: ((to: tf.layers.Layer) => tf.layers.Layer)[] = [
    (to) => new Tied(to),
    (to) =>
      lambda({
        function: (x) =>
          tf.matMul(
            x as tf.Tensor2D,
            to.weights[0].read() as tf.Tensor2D,
            false,
            true,
          ),
        outputShape: [null, WIDTH],
      }),
  ];
  for (const make of makers) {
    const start = input();
    const kernel = dense(true);
    const other = apply(kernel, start);
    const tied = apply(make(kernel), start);
    const model = tf.model({ inputs: start, outputs: [tied, other] });
    // Only the tied layer's output counts.
    model.compile({
      optimizer: tf.train.sgd(1),
      loss: [tf.losses.meanSquaredError, () => tf.scalar(0)],
    });
    const before = [...kernel.weights[0].read().dataSync()];
    await model.trainOnBatch(x, [y, y]);
    notDeepStrictEqual([...kernel.weights[0].read().dataSync()], before);
  }
});

Deno.test("a layer that is added to a frozen model after a step is looked at", async () => {
  const { x, y } = batch();
  const trained = dense(true);
  const base = tf.sequential({
    layers: [
      tf.layers.dense({ units: WIDTH, inputShape: [WIDTH] }),
      dense(false),
    ],
  });
  base.trainable = false;
  const start = input();
  const outputs = [apply(base, start), apply(trained, start)];
  const model = tf.model({ inputs: start, outputs });
  model.compile({
    optimizer: tf.train.sgd(1),
    loss: [tf.losses.meanSquaredError, () => tf.scalar(0)],
  });
  // With this loss the base alone gives no gradient.
  await rejects(model.trainOnBatch(x, [y, y]), /connection/);
  base.pop();
  base.add(new Tied(trained));
  const before = [...trained.weights[0].read().dataSync()];
  await model.trainOnBatch(x, [y, y]);
  notDeepStrictEqual([...trained.weights[0].read().dataSync()], before);
});

Deno.test("a loss may take a gradient by the batch that the step was given", async () => {
  const { x, y } = batch();
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: WIDTH, inputShape: [WIDTH], trainable: false }),
      dense(true),
    ],
  });
  const norms: number[] = [];
  model.compile({
    optimizer: "sgd",
    loss: (_, made) => {
      const slope = tf.grad((x) => model.apply(x) as tf.Tensor)(x);
      norms.push(slope.norm().dataSync()[0]);
      return made.square().mean();
    },
  });
  await model.trainOnBatch(x, y);
  ok(norms[0] > 0, `a norm of ${norms[0]}`);
  ok(tf.grad((x) => model.apply(x) as tf.Tensor)(x).norm().dataSync()[0] > 0);
});

Deno.test("a hook and a phase of a frozen layer hold, and data of whole numbers", async () => {
  const start = tf.input({ shape: [WIDTH] });
  const frozen = dense(false);
  const dropout = tf.layers.dropout({ rate: 0.5 });
  const end = dense(true);
  const model = tf.model({
    inputs: start,
    outputs: apply(end, apply(dropout, apply(frozen, start))),
  });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
  const seen: number[][] = [];
  end.setCallHook((x) => {
    seen.push([...([x].flat()[0] as tf.Tensor).dataSync()]);
  });
  const x = tf.tensor2d([[1, 2, 3], [4, 5, 6]], [2, WIDTH], "int32");
  const y = tf.zeros([2, WIDTH]);
  await withPhase(
    model,
    { inference: dropout.name },
    () => model.trainOnBatch(x, y),
  );
  deepStrictEqual(seen, [[
    ...(frozen.apply(x.toFloat()) as tf.Tensor).dataSync(),
  ]]);
});

/** Whether a step whose loss is of one output alone moves a weight. */
async function moves(
  weight: tf.LayerVariable,
  inputs: tf.SymbolicTensor[],
  outputs: tf.SymbolicTensor[],
  x: tf.Tensor[],
  counted = 0,
): Promise<boolean> {
  const model = tf.model({ inputs, outputs });
  model.compile({
    optimizer: tf.train.sgd(1),
    loss: outputs.map((_, i) =>
      i === counted ? tf.losses.meanSquaredError : () => tf.scalar(0)
    ),
  });
  const before = [...weight.read().dataSync()];
  const y = outputs.map(({ shape: [, ...rest] }) =>
    tf.ones([x[0].shape[0]!, ...rest as number[]])
  );
  await model.trainOnBatch(x, y);
  return weight.read().dataSync().some((value, i) => value !== before[i]);
}

Deno.test("a frozen layer that was given a trained one's weight is recorded", async () => {
  const { x } = batch();
  type Kernel = { kernel: tf.LayerVariable & { val: tf.Variable } };
  const ties: ((from: Kernel, to: Kernel) => void)[] = [
    (from, to) => to.kernel = from.kernel,
    (from, to) => to.kernel.val = from.kernel.val,
  ];
  for (const tie of ties) {
    const start = input();
    const [trained, frozen] = [dense(true), dense(false)];
    const outputs = [apply(frozen, start), apply(trained, start)];
    tie(trained as unknown as Kernel, frozen as unknown as Kernel);
    ok(await moves(trained.weights[0], [start], outputs, [x]));
  }
});

Deno.test("an activation of a frozen layer that a user replaced is recorded", async () => {
  const { x } = batch();
  const start = input();
  const [trained, frozen] = [dense(true), dense(false)];
  const outputs = [apply(frozen, start), apply(trained, start)];
  const { activation } = frozen as unknown as {
    activation: { apply(x: tf.Tensor): tf.Tensor };
  };
  activation.apply = (x) => x.add(trained.weights[1].read());
  ok(await moves(trained.weights[1], [start], outputs, [x]));
});

Deno.test("the state of a frozen layer that is called twice is recorded", async () => {
  const sequences = () => tf.input({ batchShape: [4, 2, WIDTH] });
  const inputs = [sequences(), sequences()];
  const recurrent = tf.layers.gru({
    units: WIDTH,
    stateful: true,
    trainable: false,
    returnSequences: true,
  });
  const trained = dense(true);
  const outputs = [
    apply(recurrent, apply(trained, inputs[0])),
    apply(recurrent, inputs[1]),
  ];
  const x = [1, 2].map((seed) =>
    tf.randomNormal([4, 2, WIDTH], 0, 1, "float32", seed)
  );
  ok(await moves(trained.weights[0], inputs, outputs, x, 1));
});
