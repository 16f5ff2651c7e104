/**
 * Operations of Keras that work along axes: sums, means, norms.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  axesOf,
  type Compute,
  floats,
  type Options,
  tensorOf,
} from "./operation_arguments.ts";

type Reduce = (x: tf.Tensor, axes: number[], keeps: boolean) => tf.Tensor;

/** Of equal largest values each gets an equal part of the gradient. */
function extreme(isMax: boolean): Reduce {
  return (x, axes, keeps) => {
    const compute = tf.customGrad((x, save) => {
      const given = x as tf.Tensor;
      const kept = isMax ? given.max(axes, true) : given.min(axes, true);
      (save as tf.GradSaveFunc)([given, kept]);
      const shape = kept.shape.filter((_, i) => !axes.includes(i));
      return {
        value: keeps ? kept : kept.reshape(shape),
        gradFunc: (dy: tf.Tensor, [given, kept]: tf.Tensor[]) => {
          const isIt = given.equal(kept).cast("float32");
          const share = isIt.div(isIt.sum(axes, true));
          return dy.reshape(kept.shape).mul(share);
        },
      };
    });
    return compute(x);
  };
}

function variance(x: tf.Tensor, axes: number[], keeps: boolean): tf.Tensor {
  return x.sub(x.mean(axes, true)).square().mean(axes, keeps);
}

const REDUCE: Record<string, Reduce> = {
  Logsumexp: (x, axes, keeps) => x.logSumExp(axes, keeps),
  Max: extreme(true),
  Mean: (x, axes, keeps) => x.mean(axes, keeps),
  Min: extreme(false),
  Prod: (x, axes, keeps) => x.prod(axes, keeps),
  Std: (x, axes, keeps) => variance(x, axes, keeps).sqrt(),
  Sum: (x, axes, keeps) => x.sum(axes, keeps),
  Var: variance,
};

function place(isMax: boolean): Compute {
  return ([x], { axis, keepdims }) => {
    const given = tensorOf(x);
    const flat = axis === null ? given.flatten() : given;
    const [along] = axesOf(axis ?? 0, flat.rank);
    const found = isMax ? flat.argMax(along) : flat.argMin(along);
    if (!keepdims) return found;
    return axis === null
      ? found.reshape(given.shape.map(() => 1))
      : found.expandDims(along);
  };
}

/** Sums of the powers of absolute values; `order` 1 or 2. */
function normOf(x: tf.Tensor, order: unknown, axes: number[], keeps: boolean) {
  return order === 1
    ? x.abs().sum(axes, keeps)
    : x.square().sum(axes, keeps).sqrt();
}

function norm(x: tf.Tensor, { ord, axis, keepdims }: Options): tf.Tensor {
  const axes = axesOf(axis, x.rank);
  const isVector = axes.length === 1 && (ord === 1 || ord === 2);
  if (ord !== null && !isVector) {
    throw new RangeError(`norms of order ${ord} are not supported`);
  }
  return normOf(x, ord, axes, keepdims === true);
}

function normalize(x: tf.Tensor, options: Options): tf.Tensor {
  const { axis, order, epsilon } = options;
  const axes = axesOf(axis, x.rank);
  const least = (epsilon ?? 1e-7) as number;
  if (order === 1) return x.div(normOf(x, 1, axes, true).maximum(least));
  if (order !== 2) {
    throw new RangeError(`normalizing by order ${order} is not supported`);
  }
  return x.mul(x.square().sum(axes, true).maximum(least ** 2).rsqrt());
}

function alongLast(
  axis: unknown,
  x: tf.Tensor,
  compute: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  const axes = axesOf(axis, x.rank);
  const others = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const order = [...others, ...axes];
  const moved = x.transpose(order);
  const size = axes.reduce((all, axis) => all * x.shape[axis], 1);
  const computed = compute(
    moved.reshape([...others.map((axis) => x.shape[axis]), size]),
  );
  const back = order.map((_, i) => order.indexOf(i));
  return computed.reshape(moved.shape).transpose(back);
}

/** By Keras's class. */
export const REDUCING: Record<string, Compute> = {
  ...Object.fromEntries(
    Object.entries(REDUCE).map(([name, reduce]): [string, Compute] => [
      name,
      (args, { axis, keepdims }) => {
        const x = floats(args);
        return reduce(x, axesOf(axis, x.rank), keepdims === true);
      },
    ]),
  ),
  All: ([x], { axis, keepdims }) =>
    tensorOf(x).cast("bool").all(axis as number, keepdims === true),
  Any: ([x], { axis, keepdims }) =>
    tensorOf(x).cast("bool").any(axis as number, keepdims === true),
  Argmax: place(true),
  Argmin: place(false),
  Cumsum: ([x], { axis }) =>
    axis === null
      ? tensorOf(x).flatten().cumsum()
      : tensorOf(x).cumsum(axis as number),
  LogSoftmax: (args, { axis }) =>
    alongLast(axis, floats(args), (x) => x.logSoftmax()),
  Norm: (args, options) => norm(floats(args), options),
  Normalize: (args, options) => normalize(floats(args), options),
  Softmax: (args, { axis }) =>
    alongLast(axis, floats(args), (x) => x.softmax()),
};
