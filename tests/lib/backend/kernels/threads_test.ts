/**
 * Kernels on one, two and three threads: the same bits. Odd sizes, so that parts
 * are of several sizes, and large enough that there are some.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../../lib/backend/select_backend.ts";
import { ThreadPool } from "../../../../lib/backend/threads/thread_pool.ts";
import { attend } from "../../../../lib/layers/attend.ts";
import { batchNormalization } from "../../../../lib/layers/batch_normalization.ts";
import "../../../../lib/mends/install_mends.ts";
import { drawMask } from "../../../../lib/random/draw_mask.ts";

type Compute = () => tf.Tensor | tf.Tensor[];

function uniform(shape: number[], seed: number): tf.Tensor {
  return tf.randomUniform(shape, -1, 1, "float32", seed);
}

function product(
  a: number[],
  b: number[],
  transposeA = false,
  transposeB = false,
): Compute {
  return () => tf.matMul(uniform(a, 1), uniform(b, 2), transposeA, transposeB);
}

type Four = [number, number, number, number];

/** A convolution and both its gradients. */
function convolution(
  image: Four,
  filter: Four,
  options: { strides?: number; dilations?: number; pad?: "same" | "valid" } =
    {},
): Compute {
  const { strides = 1, dilations = 1, pad = "same" } = options;
  return () => {
    const x = uniform(image, 1) as tf.Tensor4D;
    const w = uniform(filter, 2) as tf.Tensor4D;
    const y = tf.conv2d(x, w, strides, pad, "NHWC", dilations);
    const dy = uniform(y.shape, 3);
    const [dx, dw] = tf.grads((x, w) =>
      tf.conv2d(x as typeof y, w as typeof y, strides, pad, "NHWC", dilations)
    )([x, w], dy);
    return [y, dx, dw];
  };
}

/** A depthwise convolution and its input's gradient. */
function depthwise(image: Four, filter: Four, strides = 1): Compute {
  return () => {
    const x = uniform(image, 1) as tf.Tensor4D;
    const w = uniform(filter, 2) as tf.Tensor4D;
    const run = (x: tf.Tensor) =>
      tf.depthwiseConv2d(x as tf.Tensor4D, w, strides, "same");
    const y = run(x);
    return [y, tf.grad(run)(x, uniform(y.shape, 3))];
  };
}

/** A layer's convolution in inference, with bias and activation. */
function fused(
  image: Four,
  filter: Four,
  activation: "linear" | "relu" | "relu6" | "elu",
): Compute {
  return () =>
    tf.fused.conv2d({
      x: uniform(image, 1) as tf.Tensor4D,
      filter: uniform(filter, 2) as tf.Tensor4D,
      bias: uniform([filter[3]], 3),
      strides: 1,
      pad: "same",
      activation,
    });
}

function poolGradient(pool: (x: tf.Tensor4D) => tf.Tensor): Compute {
  return () => {
    const x = uniform([61, 31, 29, 12], 1) as tf.Tensor4D;
    return tf.grad((x) => pool(x as tf.Tensor4D))(x, uniform(pool(x).shape, 2));
  };
}

const CASES: Record<string, Compute> = {
  "a large product": product([131, 260], [260, 263]),
  "a tall product": product([8203, 37], [37, 21]),
  "a tall product of one column": product([8203, 1201], [1201, 1]),
  "a transposed product": product([517, 131], [517, 133], true),
  "a transposed product of many columns": product([601, 71], [601, 1043], true),
  "a transposed product of many terms": product([5003, 67], [5003, 83], true),
  "a transposed product of long rows": product([101, 9_001], [101, 13], true),
  "a narrow transposed product": product([4100, 301], [4100, 3], true),
  "a narrow transposed product, its last part small": product([8192, 260], [
    8192,
    1,
  ], true),
  "a flat product": product([2, 517], [517, 1031]),
  "a product of transposed": product([133, 301], [211, 301], false, true),
  "a flat product of transposed": product([5, 601], [2003, 601], false, true),
  "a flat product of many terms": product([20, 5003], [5003, 301]),
  "a transposed product of few terms": product([7, 2003], [7, 131], true),
  "a product of few terms": product([4801, 3], [3, 1031]),
  "a wide product of few terms": product([33, 3], [3, 16_003]),
  "stacked products": product([31, 65, 71], [31, 71, 83]),
  "stacked tall products": product([31, 165, 71], [1, 71, 33]),
  "many small products": product([2301, 21, 9], [2301, 9, 27]),
  "products of whole numbers": () =>
    tf.matMul(
      uniform([301, 131], 1).mul(1e5).cast("int32"),
      uniform([131, 133], 2).mul(1e5).cast("int32"),
    ),
  "a convolution by 3x3": convolution([3, 29, 27, 16], [3, 3, 16, 40]),
  "a convolution of one channel": convolution([39, 29, 27, 1], [3, 3, 1, 19]),
  "a convolution by 1x7": convolution([3, 13, 17, 38], [1, 7, 38, 43]),
  "a convolution by 5x5 with dilations": convolution([3, 21, 23, 33], [
    5,
    5,
    33,
    35,
  ], { dilations: 2 }),
  "a convolution by 3x3 with strides": convolution([5, 27, 25, 70], [
    3,
    3,
    70,
    37,
  ], { strides: 2, pad: "valid" }),
  "a convolution by 1x1": convolution([5, 19, 21, 33], [1, 1, 33, 35]),
  "a convolution by 1x1 of many pixels": convolution([19, 37, 35, 33], [
    1,
    1,
    33,
    43,
  ]),
  "a convolution of many pixels with strides": convolution([13, 51, 49, 3], [
    3,
    3,
    3,
    35,
  ], { strides: 2, pad: "valid" }),
  "layer normalization": () => {
    const layer = tf.layers.layerNormalization();
    const x = uniform([16, 130, 67], 1);
    const dx = tf.grad((x) => layer.apply(x) as tf.Tensor)(
      x,
      uniform(x.shape, 2),
    );
    return [layer.apply(x) as tf.Tensor, dx];
  },
  "a convolution with strides": convolution([3, 31, 29, 17], [5, 3, 17, 21], {
    strides: 2,
  }),
  "transpositions": () => [
    tf.transpose(uniform([1031, 517], 1)),
    tf.transpose(uniform([61, 31, 65], 1), [0, 2, 1]),
    tf.transpose(uniform([61, 31, 65, 2], 1), [0, 2, 1, 3]),
    tf.transpose(uniform([61, 31, 65, 7], 1), [0, 2, 1, 3]),
  ],
  "sums over axes in the middle": () => [
    tf.sum(uniform([61, 4, 2003], 1), 1),
    tf.mean(uniform([61, 501, 31], 1), 1),
  ],
  "arithmetic": () => {
    const [a, b] = [uniform([1201, 7, 35], 1), uniform([1201, 7, 35], 2)];
    return [tf.add(a, b), tf.sub(a, b), tf.mul(a, b), tf.div(a, b)];
  },
  "arithmetic with a row": () => {
    const [x, row] = [uniform([1201, 7, 35], 1), uniform([1, 35], 2)];
    return [tf.add(x, row), tf.mul(row, x), tf.sub(x, row), tf.sub(row, x)];
  },
  "arithmetic with a column": () => {
    const [x, column] = [uniform([31, 77, 135], 1), uniform([31, 77, 1], 2)];
    return [tf.sub(x, column), tf.add(x, column)];
  },
  "arithmetic with a matrix and a number": () => {
    const [x, y] = [uniform([1201, 7, 35], 1), uniform([7, 35], 2)];
    return [tf.add(y, x), tf.mul(x, 3), tf.div(x, 3), tf.add(3, x)];
  },
  "attention of few features": () => {
    const [q, k, v] = [[9, 133, 3], [9, 137, 3], [9, 137, 2]].map((shape, i) =>
      uniform(shape, i).mul(3)
    );
    const allowed = uniform([3, 133, 137], 4).greater(-0.5) as tf.Tensor3D;
    const dropout = { rate: 0.3, draw: { seed: 1, layer: 2, step: 3 } };
    const run = (q: tf.Tensor, k: tf.Tensor, v: tf.Tensor) =>
      attend(
        q as tf.Tensor3D,
        k as tf.Tensor3D,
        v as tf.Tensor3D,
        { allowed, dropout },
      );
    const dy = uniform([9, 133, 2], 5);
    return [run(q, k, v), ...tf.grads(run)([q, k, v], dy)];
  },
  "softmax": () => tf.softmax(uniform([901, 133], 1).mul(30)),
  "parts and their concatenation": () => {
    const x = uniform([301, 31, 37], 1);
    const parts = tf.split(x, [3, 5, 29], 2);
    return [
      x.slice([7], [290]),
      x.slice([1, 2, 3], [299, 28, 33]),
      ...parts,
      tf.concat([x, ...parts], 2),
    ];
  },
  "relu": () => {
    const odd = tf.tensor1d([-0, 0, NaN, Infinity, -Infinity]);
    return tf.relu(tf.concat([uniform([270_001], 1), odd]));
  },
  "sums of columns": () => [
    uniform([16_411, 33], 1).sum(0),
    uniform([16_411, 7, 5], 2).mean([0, 1]),
  ],
  "normalization of batches": () => {
    const x = uniform([31, 23, 19, 37], 1);
    const layer = batchNormalization();
    const dx = tf.grad((x) => layer.apply(x, { training: true }) as tf.Tensor)(
      x,
      uniform(x.shape, 2),
    );
    return [dx, layer.apply(x) as tf.Tensor, ...layer.getWeights()];
  },
  "a depthwise convolution": depthwise([3, 31, 29, 19], [3, 3, 19, 1]),
  "a depthwise convolution by 3x4 with strides": depthwise(
    [5, 33, 41, 35],
    [3, 4, 35, 1],
    2,
  ),
  "a depthwise convolution of several filters": () =>
    tf.depthwiseConv2d(
      uniform([5, 31, 29, 19], 1) as tf.Tensor4D,
      uniform([3, 3, 19, 3], 2) as tf.Tensor4D,
      1,
      "same",
    ),
  "a fused depthwise convolution": () =>
    tf.fused.depthwiseConv2d({
      x: uniform([5, 31, 29, 19], 1) as tf.Tensor4D,
      filter: uniform([5, 5, 19, 1], 2) as tf.Tensor4D,
      bias: uniform([19], 3),
      activation: "relu6",
      strides: 1,
      pad: "same",
    }),
  "a max-pool": () =>
    tf.maxPool(uniform([7, 61, 59, 13], 1) as tf.Tensor4D, 3, 2, "same"),
  "an average-pool": () =>
    tf.avgPool(uniform([7, 61, 59, 13], 1) as tf.Tensor4D, 3, 2, "same"),
  "the gradient of a max-pool": poolGradient((x) =>
    tf.maxPool(x, 2, 2, "same")
  ),
  "the gradient of a max-pool by 4": poolGradient((x) =>
    tf.maxPool(x, 4, 3, "valid")
  ),
  "the gradient of an average-pool": poolGradient((x) =>
    tf.avgPool(x, 3, 1, "same")
  ),
  "a mask of dropout": () => drawMask([1601, 333], 0.3, 7),
  "a step of an optimizer": () => {
    const weights = tf.variable(uniform([1601, 333], 1));
    const optimizer = tf.train.adam(0.01);
    for (let step = 0; step < 2; step++) {
      optimizer.minimize(() => weights.square().sum());
    }
    optimizer.dispose();
    return weights;
  },
  "a fused convolution": fused([3, 21, 19, 15], [3, 3, 15, 19], "relu"),
  "a fused convolution by 1x1": fused([35, 19, 21, 9], [1, 1, 9, 35], "relu6"),
  "a fused convolution with elu": fused([3, 21, 19, 15], [3, 3, 15, 19], "elu"),
  "a fused convolution by Winograd": fused(
    [3, 29, 27, 16],
    [3, 3, 16, 40],
    "relu",
  ),
  "a convolution by 5x5": convolution([3, 13, 17, 33], [5, 5, 33, 35]),
  "a convolution by 7x2 with strides": convolution(
    [3, 23, 17, 17],
    [7, 2, 17, 40],
    { strides: 2 },
  ),
  "a dilated convolution": convolution([3, 31, 29, 7], [3, 3, 7, 21], {
    dilations: 2,
    pad: "valid",
  }),
};

type Bits = Record<string, Int32Array[]>;

/** Cases whose work was cut into tasks, on several threads. */
const cut = new Set<string>();
let running = "";
const { run } = ThreadPool.prototype;
ThreadPool.prototype.run = function (...given) {
  cut.add(running);
  run.apply(this, given);
};

/** Each case's results, bit by bit, on so many threads. */
async function bitsOn(threads: number): Promise<Bits> {
  if (tf.findBackend("wasm")) tf.removeBackend("wasm");
  const report = await selectBackend({ name: "wasm", threads, precise: false });
  strictEqual(report.threads, threads);
  const bits: Bits = {};
  for (const [name, compute] of Object.entries(CASES)) {
    running = name;
    const results = tf.tidy(() => [compute()].flat());
    bits[name] = results.map((it) =>
      new Int32Array(it.dataSync().slice().buffer)
    );
    tf.dispose(results);
  }
  return bits;
}

/** How many values of each result differ. */
function differences(some: Int32Array[], others: Int32Array[]): number[] {
  return some.map((values, i) =>
    values.filter((value, at) => value !== others[i][at]).length
  );
}

const one = await bitsOn(1);
const others = [await bitsOn(2), await bitsOn(3)];
tf.removeBackend("wasm");

for (const name of Object.keys(CASES)) {
  Deno.test(`${name} has the same bits on one thread and on several`, () => {
    ok(cut.has(name), "too small to be cut into tasks");
    for (const bits of others) {
      const found = differences(one[name], bits[name]);
      deepStrictEqual(found, one[name].map(() => 0));
    }
  });
}
