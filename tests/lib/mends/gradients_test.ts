import { deepStrictEqual, ok } from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import "../../../lib/mends/install_mends.ts";
import { wholeNumbers } from "../backend/kernels/both_backends.ts";
import { inOperations } from "../backend/in_operations.ts";
import { isLinearGradient } from "../backend/linear_gradient.ts";

for (
  const [shape, reps] of [[[3], [4]], [[1, 2], [3, 2]], [[2, 1, 3], [1, 5, 2]]]
) {
  Deno.test(`tile's gradient sums the copies of [${shape}] by [${reps}]`, async () => {
    await selectBackend({ name: "wasm" });
    await isLinearGradient((x) => tf.tile(x, reps), [wholeNumbers(shape, 1)]);
  });
}

Deno.test("tile's gradient takes a few kernels however many copies", async () => {
  await selectBackend({ name: "wasm" });
  const gradient = tf.grad((x) => tf.tile(x, [64, 50, 1]));
  const { kernels } = await tf.profile(() => gradient(tf.ones([1, 1, 2])));
  ok(kernels.length < 20, `${kernels.length}`);
});

/** Edges of float32 about activations' bends, more than a vector of them. */
const EDGES = [NaN, 0, -0, 1e-45, -1e-45, 1, -1, 3e38, -Infinity, Infinity, 2];

for (const name of ["relu", "sigmoid", "tanh"] as const) {
  Deno.test(`the gradient of ${name} is one kernel on WASM, to the same bits`, async () => {
    await selectBackend({ name: "wasm" });
    const activate = (x: tf.Tensor): tf.Tensor => tf[name](x);
    const x = tf.tensor1d(EDGES);
    const dy = tf.tensor1d([1, 2, -3, 4, -5, 1 / 3, 0.1, 0, 7, 1e-3, -0.7]);
    const gradient = () => tf.grad(activate)(x, dy);
    const { kernels } = await tf.profile(gradient);
    // It, and the activation.
    deepStrictEqual(
      kernels.filter(({ name }) => name !== "Identity").length,
      2,
    );
    const bits = (y: tf.Tensor) => [...new Int32Array(y.dataSync().buffer)];
    const expected = await inOperations(() => Promise.resolve(gradient()));
    deepStrictEqual(bits(gradient()), bits(expected));
  });
}

Deno.test("relu's gradient has one of its own on WASM", async () => {
  await selectBackend({ name: "wasm" });
  const slope = tf.grad((x: tf.Tensor): tf.Tensor => x.relu());
  const second = tf.grad((x) => slope(x).mul(x));
  deepStrictEqual([...second(tf.tensor1d([-2, 0.3, 5])).dataSync()], [0, 1, 1]);
});

for (const backend of ["cpu", "wasm"] as const) {
  Deno.test(`matMul trains weights that all samples share, on ${backend}`, async () => {
    await selectBackend({ name: backend });
    for (const shape of [[3, 2], [1, 3, 2]]) {
      await isLinearGradient(
        (x, weights) => tf.matMul(x, weights),
        [wholeNumbers([2, 4, 3], 1), wholeNumbers(shape, 2)],
      );
    }
    await isLinearGradient(
      (weights, x) => tf.matMul(weights, x, true),
      [wholeNumbers([3, 4], 1), wholeNumbers([2, 3, 5], 2)],
    );
  });
}

Deno.test("maximum, minimum and squaredDifference train what is repeated", () => {
  const a = tf.tensor2d([[1, 2, 3], [4, 0, 7]]);
  const b = tf.tensor1d([2, 1, 5]);
  const gradients = (name: "maximum" | "minimum" | "squaredDifference") =>
    tf.grads((a, b) => tf[name](a, b))([a, b])
      .map((gradient) => [gradient.shape, [...gradient.dataSync()]]);
  deepStrictEqual(gradients("maximum"), [
    [[2, 3], [0, 1, 0, 1, 0, 1]],
    [[3], [1, 1, 1]],
  ]);
  deepStrictEqual(gradients("minimum"), [
    [[2, 3], [1, 0, 1, 0, 1, 0]],
    [[3], [1, 1, 1]],
  ]);
  deepStrictEqual(gradients("squaredDifference"), [
    [[2, 3], [-2, 2, -4, 4, -2, 4]],
    [[3], [-2, 0, 0]],
  ]);
});

for (const backend of ["cpu", "wasm"] as const) {
  for (const size of [[4, 6], [3, 5]] as [number, number][]) {
    Deno.test(`resizing to the nearest, to ${size}, has each sample's gradient on ${backend}`, async () => {
      await selectBackend({ name: backend });
      await isLinearGradient(
        (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, size),
        [wholeNumbers([3, 2, 3, 2], 1)],
      );
    });
  }
}

for (const backend of ["cpu", "wasm"] as const) {
  for (const mode of ["reflect", "symmetric"] as const) {
    Deno.test(`mirrorPad's gradient counts what is mirrored, ${mode} on ${backend}`, async () => {
      await selectBackend({ name: backend });
      await isLinearGradient(
        (x) => tf.mirrorPad(x, [[0, 0], [2, 1], [0, 2]], mode),
        [wholeNumbers([2, 3, 4], 1)],
      );
    });
  }

  Deno.test(`resizing by half pixels has its gradient on ${backend}`, async () => {
    await selectBackend({ name: backend });
    // Halves and quarters: exact in float32.
    for (const resize of ["resizeBilinear", "resizeNearestNeighbor"] as const) {
      for (const size of [[8, 6], [2, 12]] as [number, number][]) {
        await isLinearGradient(
          (x) => tf.image[resize](x as tf.Tensor4D, size, false, true),
          [wholeNumbers([2, 4, 3, 2], 1)],
        );
      }
    }
  });
}

const POOLS: [size: number, stride: number, pad: "same" | "valid" | number][] =
  [
    [3, 1, "same"],
    [3, 2, "same"],
    [2, 2, "valid"],
    [3, 2, 1],
  ];

for (const backend of ["wasm", "cpu"] as const) {
  for (const [size, stride, pad] of POOLS) {
    Deno.test(`average-pooling's gradient is its finite difference on ${backend}, ${size} by ${stride}, pad ${pad}`, async () => {
      await selectBackend({ name: backend });
      const pool = (x: tf.Tensor) =>
        tf.avgPool(x as tf.Tensor4D, size, stride, pad);
      const x = wholeNumbers([2, 7, 6, 5], 1);
      const dy = wholeNumbers(pool(x).shape, 2);
      const gradient = await tf.grad(pool)(x, dy).data();
      // Linear in x: the gradient is the pool of each unit, weighed by dy.
      for (let place = 0; place < x.size; place++) {
        const unit = tf.oneHot(place, x.size).cast("float32").reshape(x.shape);
        const [expected] = await pool(unit).mul(dy).sum().data();
        // Up to nine shares of at most 3, each with two roundings, and a sum.
        ok(Math.abs(gradient[place] - expected) <= 9 * 3 * 11 * 2 ** -24);
      }
    });
  }
}

const BACKENDS_AND_PADS = (["wasm", "cpu"] as const).flatMap((backend) =>
  (["valid", "same"] as const).map((pad) => [backend, pad] as const)
);

for (const [backend, pad] of BACKENDS_AND_PADS) {
  for (const dilation of [2, [1, 3], [3, 2]] as [number, number][]) {
    Deno.test(`conv2d trains with dilation ${dilation}, pad ${pad}, on ${backend}`, async () => {
      await selectBackend({ name: backend });
      await isLinearGradient(
        (x, filter) =>
          tf.conv2d(
            x as tf.Tensor4D,
            filter as tf.Tensor4D,
            1,
            pad,
            "NHWC",
            dilation,
          ),
        [wholeNumbers([1, 7, 8, 2], 1), wholeNumbers([3, 2, 2, 3], 2)],
      );
    });

    Deno.test(`depthwiseConv2d trains with dilation ${dilation}, pad ${pad}, on ${backend}`, async () => {
      await selectBackend({ name: backend });
      await isLinearGradient(
        (x, filter) =>
          tf.depthwiseConv2d(
            x as tf.Tensor4D,
            filter as tf.Tensor4D,
            1,
            pad,
            "NHWC",
            dilation,
          ),
        [wholeNumbers([1, 7, 8, 3], 1), wholeNumbers([3, 2, 3, 2], 2)],
      );
    });
  }

  Deno.test(`conv3d trains with dilations, pad ${pad}, on ${backend}`, async () => {
    await selectBackend({ name: backend });
    for (const dilation of [2, [1, 3, 2]] as [number, number, number][]) {
      await isLinearGradient(
        (x, filter) =>
          tf.conv3d(
            x as tf.Tensor5D,
            filter as tf.Tensor5D,
            1,
            pad,
            "NDHWC",
            dilation,
          ),
        [wholeNumbers([1, 4, 5, 4, 2], 1), wholeNumbers([2, 2, 2, 2, 2], 2)],
      );
    }
  });
}

const LAYERS = ["linear", "relu", "sigmoid"].flatMap((activation) =>
  (["wasm", "cpu"] as const).map((backend) => [activation, backend] as const)
);

for (const [activation, backend] of LAYERS) {
  Deno.test(`a dilated conv2d layer trains, ${activation}, on ${backend}`, async () => {
    await selectBackend({ name: backend });
    const layer = tf.layers.conv2d({
      filters: 3,
      kernelSize: 2,
      dilationRate: 2,
      activation: activation as "relu",
    });
    layer.build([null, 6, 5, 2]);
    const x = wholeNumbers([1, 6, 5, 2], 1);
    layer.setWeights([wholeNumbers([2, 2, 2, 3], 2), wholeNumbers([3], 3)]);
    const [kernel, bias] = layer.trainableWeights;
    const y = layer.apply(x) as tf.Tensor;
    const dy = wholeNumbers(y.shape, 4);
    const { grads } = tf.variableGrads(() =>
      (layer.apply(x) as tf.Tensor).mul(dy).sum() as tf.Scalar
    );
    const plain = tf.variableGrads(() =>
      tf.conv2d(
        x as tf.Tensor4D,
        kernel.read() as tf.Tensor4D,
        1,
        "valid",
        "NHWC",
        2,
      ).add(bias.read()).mul(through(activation, y, dy)).sum() as tf.Scalar
    );
    for (const { name } of [kernel, bias]) {
      deepStrictEqual(
        [...await grads[name].data()],
        [...await plain.grads[name].data()],
      );
    }
  });
}

/** The gradient before an activation, from its output and the one after it. */
function through(activation: string, y: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  if (activation === "linear") return dy;
  return activation === "relu" ? dy.mul(y.step()) : dy.mul(y.mul(tf.sub(1, y)));
}

for (const name of ["max", "min"] as const) {
  Deno.test(`values that tie share the gradient of ${name}`, async () => {
    await selectBackend({ name: "wasm" });
    const gradient = tf.grad((x: tf.Tensor) => x[name]([1]) as tf.Tensor);
    const x = tf.tensor3d([[[1, 2], [1, 7], [1, 2], [1, 7]]]);
    const first = name === "max" ? [0, 0.5, 0, 0.5] : [0.5, 0, 0.5, 0];
    const expected = first.flatMap((share) => [0.25, share]);
    const dy = tf.ones([1, 2]);
    deepStrictEqual([...gradient(x, dy).dataSync()], expected);
  });
}
