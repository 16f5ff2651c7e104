/**
 * Times a training step of three of the pages' models by jax-js on its workers
 * of WASM, by a clock, as a line of JSON: the least of some steps after two.
 *
 * jax-js has no layers: the models of `training_models.ts` are written with its
 * functions, losses, optimizers and dropouts included, and their step is
 * compiled by its `jit`. Its convolution takes 60 times as long as a product of
 * patches, so it gets patches. The package is no dependency of this library; it
 * is fetched at the first run:
 *
 *     deno run -A --no-lock --no-config tests/bench/jax_steps.ts
 */

/** By a name that no check follows, since no lock file holds it. */
const PACKAGE = "npm:@jax-js/jax@0.1.25";

// Only what is used here. A function consumes an array that it is given, unless
// it is given its `ref`.
interface JaxArray {
  ref: JaxArray;
  shape: number[];
  add(other: JaxArray | number): JaxArray;
  sub(other: JaxArray | number): JaxArray;
  mul(other: JaxArray | number): JaxArray;
  div(other: JaxArray | number): JaxArray;
  neg(): JaxArray;
  reshape(shape: number[]): JaxArray;
  slice(...index: ([] | [number, number])[]): JaxArray;
}
type Step = (...given: JaxArray[][]) => JaxArray[];
interface Jax {
  init(): Promise<unknown>;
  defaultDevice(name: string): unknown;
  blockUntilReady(arrays: JaxArray[]): Promise<unknown>;
  jit(step: Step): Step;
  valueAndGrad(
    loss: (weights: JaxArray[]) => JaxArray,
  ): (weights: JaxArray[]) => [JaxArray, JaxArray[]];
  nn: Record<"relu" | "logSoftmax" | "sigmoid", (x: JaxArray) => JaxArray> & {
    oneHot(x: JaxArray, classes: number): JaxArray;
  };
  random: {
    key(seed: number): JaxArray;
    split(key: JaxArray, count: number): JaxArray;
    bernoulli(key: JaxArray, share: number, shape: number[]): JaxArray;
    uniform(
      key: JaxArray,
      shape: number[],
      range?: { minval: number; maxval: number },
    ): JaxArray;
  };
  numpy: {
    arange(length: number): JaxArray;
    concatenate(arrays: JaxArray[], axis: number): JaxArray;
    log(x: JaxArray): JaxArray;
    matmul(a: JaxArray, b: JaxArray): JaxArray;
    max(x: JaxArray, axis: number[]): JaxArray;
    mean(x: JaxArray): JaxArray;
    remainder(x: JaxArray, by: number): JaxArray;
    sqrt(x: JaxArray): JaxArray;
    sum(x: JaxArray): JaxArray;
    where(
      condition: JaxArray,
      x: JaxArray | number,
      y: JaxArray | number,
    ): JaxArray;
    zeros(shape: number[]): JaxArray;
    less(x: JaxArray, limit: number): JaxArray;
  };
}

const jax: Jax = await import(PACKAGE);
await jax.init();
jax.defaultDevice("wasm");
const { nn, numpy, random } = jax;

interface Model {
  name: string;
  steps: number;
  /** Of each weight; biases have one axis. */
  weights: number[][];
  x: JaxArray;
  y: JaxArray;
  loss(weights: JaxArray[], x: JaxArray, y: JaxArray, key: JaxArray): JaxArray;
  optimizer: "adam" | "rmsprop";
}

function dense(x: JaxArray, kernel: JaxArray, bias: JaxArray): JaxArray {
  return numpy.matmul(x, kernel).add(bias);
}

/** Dropout by the key of this number. */
function drop(x: JaxArray, rate: number, keys: JaxArray, i: number): JaxArray {
  const key = keys.slice([i, i + 1]).reshape([2]);
  const kept = random.bernoulli(key, 1 - rate, x.shape);
  return numpy.where(kept, x.div(1 - rate), 0);
}

/** A convolution by 3x3 and relu, as one product of patches. */
function convolve(x: JaxArray, kernel: JaxArray, bias: JaxArray): JaxArray {
  const [batch, side, , channels] = x.shape;
  const out = side - 2;
  const shifted = Array.from({ length: 9 }, (_, tap) => {
    const [i, j] = [Math.floor(tap / 3), tap % 3];
    return x.ref.slice([], [i, i + out], [j, j + out], []);
  });
  const patches = numpy.concatenate(shifted, 3)
    .reshape([batch * out * out, 9 * channels]);
  const filters = kernel.shape[1];
  return nn.relu(dense(patches, kernel, bias))
    .reshape([batch, out, out, filters]);
}

function crossEntropy(logits: JaxArray, y: JaxArray): JaxArray {
  const batch = logits.shape[0];
  return numpy.sum(nn.logSoftmax(logits).mul(y)).neg().div(batch);
}

const uniform = (seed: number, shape: number[]) =>
  random.uniform(random.key(seed), shape);

const classes = (batch: number) =>
  nn.oneHot(numpy.remainder(numpy.arange(batch), 10), 10);

const MODELS: Model[] = [
  {
    name: "conv net",
    steps: 4,
    weights: [
      [9, 32],
      [32],
      [288, 64],
      [64],
      [9216, 128],
      [128],
      [128, 10],
      [10],
    ],
    x: uniform(1, [128, 28, 28, 1]),
    y: classes(128),
    loss([k1, b1, k2, b2, k3, b3, k4, b4], x, y, keys) {
      const convolved = convolve(convolve(x, k1, b1), k2, b2);
      const pooled = numpy.max(
        convolved.reshape([128, 12, 2, 12, 2, 64]),
        [2, 4],
      );
      const flat = drop(pooled.reshape([128, 9216]), 0.25, keys.ref, 0);
      const hidden = drop(nn.relu(dense(flat, k3, b3)), 0.5, keys, 1);
      return crossEntropy(dense(hidden, k4, b4), y);
    },
    optimizer: "adam",
  },
  {
    name: "Flatten-128-64-10",
    steps: 40,
    weights: [[784, 128], [128], [128, 64], [64], [64, 10], [10]],
    x: uniform(1, [128, 784]),
    y: classes(128),
    loss([k1, b1, k2, b2, k3, b3], x, y, keys) {
      const first = drop(nn.relu(dense(x, k1, b1)), 0.2, keys.ref, 0);
      const second = drop(nn.relu(dense(first, k2, b2)), 0.2, keys, 1);
      return crossEntropy(dense(second, k3, b3), y);
    },
    optimizer: "adam",
  },
  {
    name: "IMDB 16-16-1",
    steps: 20,
    weights: [[10_000, 16], [16], [16, 16], [16], [16, 1], [1]],
    x: numpy.where(numpy.less(uniform(1, [512, 10_000]), 0.01), 1, 0).mul(1.0),
    y: numpy.where(numpy.less(uniform(2, [512, 1]), 0.5), 1, 0).mul(1.0),
    loss([k1, b1, k2, b2, k3, b3], x, y, keys) {
      const first = nn.relu(dense(x, k1.ref, b1));
      const second = drop(nn.relu(dense(first, k2.ref, b2)), 0.5, keys, 0);
      const p = nn.sigmoid(dense(second, k3, b3));
      const hit = y.ref.mul(numpy.log(p.ref.add(1e-7)));
      const miss = y.neg().add(1).mul(numpy.log(p.neg().add(1 + 1e-7)));
      const squares = [k1, k2].map((k) => numpy.sum(k.ref.mul(k)).mul(0.001));
      return squares.reduce(
        (sum, it) => sum.add(it),
        numpy.mean(hit.add(miss)).neg(),
      );
    },
    optimizer: "rmsprop",
  },
];

/** One step: weights and both averages of gradients, then the batch. */
function stepOf({ loss, optimizer }: Model): Step {
  return jax.jit((weights, means, squares, [x, y, keys, rate]) => {
    const [value, gradients] = jax.valueAndGrad((weights) =>
      loss(weights, x, y, keys)
    )(weights.map((it) => it.ref));
    const next = weights.map((weight, i) => {
      const gradient = gradients[i];
      const isAdam = optimizer === "adam";
      const square = squares[i].mul(isAdam ? 0.999 : 0.9)
        .add(gradient.ref.mul(gradient.ref).mul(isAdam ? 0.001 : 0.1));
      const mean = isAdam
        ? means[i].mul(0.9).add(gradient.mul(0.1))
        : gradient.add(means[i].mul(0));
      const by = numpy.sqrt(square.ref).add(1e-7);
      const move = mean.ref.div(by).mul(rate.ref);
      return [weight.sub(move), mean, square];
    });
    return [...[0, 1, 2].flatMap((i) => next.map((it) => it[i])), value];
  });
}

async function leastOf(model: Model): Promise<number> {
  const step = stepOf(model);
  const count = model.weights.length;
  let state = [
    ...model.weights.map((shape, i) =>
      random.uniform(random.key(100 + i), shape, {
        minval: -0.05,
        maxval: 0.05,
      })
    ),
    ...[0, 1].flatMap(() => model.weights.map((shape) => numpy.zeros(shape))),
  ];
  await jax.blockUntilReady(state.map((it) => it.ref));
  let least = Infinity;
  for (let i = 0; i < 2 + model.steps; i++) {
    const start = performance.now();
    const [weights, means, squares] = [0, 1, 2].map((part) =>
      state.slice(part * count, (part + 1) * count)
    );
    const keys = random.split(random.key(i), 2);
    const rate = numpy.zeros([]).add(0.001);
    state = step(weights, means, squares, [
      model.x.ref,
      model.y.ref,
      keys,
      rate,
    ]);
    await jax.blockUntilReady(state.map((it) => it.ref));
    if (i >= 2) least = Math.min(least, performance.now() - start);
  }
  return least;
}

const least: Record<string, number> = {};
for (const model of MODELS) least[model.name] = await leastOf(model);
console.log(JSON.stringify(least));
Deno.exit(0);
