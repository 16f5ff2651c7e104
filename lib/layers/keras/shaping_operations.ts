/**
 * Operations of Keras that move, cut and join, and products of matrices.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { einsum } from "./einsum.ts";
import { getItem } from "./get_item.ts";
import {
  type Argument,
  axesOf,
  type Compute,
  floats,
  type Options,
  tensorOf,
  typeOf,
} from "./operation_arguments.ts";

const listOf = (value: Argument) => (value as Argument[]).map(tensorOf);

function split(x: tf.Tensor, options: Options): tf.Tensor[] {
  const { indicesOrSections, axis } = options;
  const [along] = axesOf(axis, x.rank);
  if (typeof indicesOrSections === "number") {
    return tf.split(x, indicesOrSections, along);
  }
  const ends = [...indicesOrSections as number[], x.shape[along]];
  return tf.split(x, ends.map((end, i) => end - (ends[i - 1] ?? 0)), along);
}

function transpose(x: tf.Tensor, axes: unknown): tf.Tensor {
  return x.transpose(axes ? axesOf(axes, x.rank) : undefined);
}

function moveAxis(x: tf.Tensor, { source, destination }: Options): tf.Tensor {
  const [from, to] = [source, destination].map((it) => axesOf(it, x.rank));
  const order = x.shape.map((_, i) => i).filter((i) => !from.includes(i));
  for (const place of [...to].sort((a, b) => a - b)) {
    order.splice(place, 0, from[to.indexOf(place)]);
  }
  return x.transpose(order);
}

function swapAxes(x: tf.Tensor, { axis1, axis2 }: Options): tf.Tensor {
  const [one] = axesOf(axis1, x.rank);
  const [other] = axesOf(axis2, x.rank);
  const order = x.shape.map((_, i) => i);
  [order[one], order[other]] = [order[other], order[one]];
  return x.transpose(order);
}

/** Each value several times beside itself. */
function repeat(x: tf.Tensor, { repeats, axis }: Options): tf.Tensor {
  const values = axis === null ? x.flatten() : x;
  const [along] = axesOf(axis ?? 0, values.rank);
  if (typeof repeats !== "number") {
    throw new RangeError(`repeats ${JSON.stringify(repeats)} is no number`);
  }
  const times = Array(values.rank + 1).fill(1);
  times[along + 1] = repeats;
  const shape = values.shape.map((size, i) => i === along ? -1 : size);
  return values.expandDims(along + 1).tile(times).reshape(shape);
}

function roll(x: tf.Tensor, { shift, axis }: Options): tf.Tensor {
  if (axis === null) {
    return roll(x.flatten(), { shift, axis: 0 }).reshape(x.shape);
  }
  const shifts = [shift].flat() as number[];
  return axesOf(axis, x.rank).reduce((x, along, i) => {
    const size = x.shape[along];
    const cut = (((-shifts[i % shifts.length]) % size) + size) % size;
    if (cut === 0) return x;
    // Not reversed in place: the list is what the gradient goes by.
    const [start, end] = tf.split(x, [cut, size - cut], along);
    return tf.concat([end, start], along);
  }, x);
}

function pad([x, constant]: Argument[], options: Options): tf.Tensor {
  const { padWidth, mode } = options;
  const given = tensorOf(x);
  // One number, or one pair, holds for all axes.
  const widths = given.shape.map((_, i) => {
    const own = Array.isArray(padWidth)
      ? padWidth[padWidth.length === 1 ? 0 : i]
      : padWidth;
    return Array.isArray(own) ? [own[0], own[1] ?? own[0]] : [own, own];
  }) as [number, number][];
  if (mode === "constant") return given.pad(widths, (constant ?? 0) as number);
  if (mode !== "reflect" && mode !== "symmetric") {
    throw new RangeError(`mode ${mode} of pad is not supported`);
  }
  return tf.mirrorPad(given, widths, mode);
}

/** Products of the last two axes; those before are broadcast. */
function matmul(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.rank === 1 && b.rank === 1) return a.mul(b).sum();
  if (a.rank === 1) {
    const product = matmul(a.expandDims(0), b);
    return product.squeeze([product.rank - 2]);
  }
  if (b.rank === 1) {
    const product = matmul(a, b.expandDims(1));
    return product.squeeze([product.rank - 1]);
  }
  if (b.rank === 2 && a.rank > 2) {
    const [count, size] = b.shape as [number, number];
    return a.reshape([-1, count]).matMul(b)
      .reshape([...a.shape.slice(0, -1), size] as number[]);
  }
  const rank = Math.max(a.rank, b.rank);
  const lifted = (x: tf.Tensor) =>
    x.reshape([...Array(rank - x.rank).fill(1), ...x.shape]);
  return tf.matMul(lifted(a), lifted(b));
}

function dot(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.rank === 0 || b.rank === 0) return a.mul(b);
  if (b.rank <= 2) return matmul(a, b);
  throw new RangeError(`dot with a tensor of rank ${b.rank} is not supported`);
}

function oneHot(args: Argument[], options: Options): tf.Tensor {
  const { numClasses, axis, dtype, sparse } = options;
  if (sparse === true) throw new RangeError("sparse oneHot is not supported");
  const x = tensorOf(args[0]).cast("int32");
  const hot = tf.oneHot(x, numClasses as number).cast(typeOf(dtype));
  return moveAxis(hot, { source: -1, destination: axis });
}

function squeeze(x: tf.Tensor, axis: unknown): tf.Tensor {
  return axis === null ? x.squeeze() : x.squeeze(axesOf(axis, x.rank));
}

/** By Keras's class. */
export const SHAPING: Record<string, Compute> = {
  BroadcastTo: ([x], { shape }) => tensorOf(x).broadcastTo(shape as number[]),
  Concatenate: ([list], { axis }) => tf.concat(listOf(list), axis as number),
  Dot: ([a, b]) => dot(tensorOf(a), tensorOf(b)),
  Einsum: (args, { subscripts }) =>
    einsum(String(subscripts), ...args.map(tensorOf)),
  ExpandDims: ([x], { axis }) =>
    [axis].flat().reduce<tf.Tensor>(
      (x, one) => x.expandDims(one as number),
      tensorOf(x),
    ),
  Flip: ([x], { axis }) => {
    const given = tensorOf(x);
    return given.reverse(axesOf(axis, given.rank));
  },
  GetItem: ([x, index]) => getItem(tensorOf(x), index),
  Matmul: ([a, b]) => matmul(floats([a]), floats([b])),
  Moveaxis: ([x], options) => moveAxis(tensorOf(x), options),
  OneHot: oneHot,
  Pad: pad,
  Ravel: ([x]) => tensorOf(x).flatten(),
  Repeat: ([x], options) => repeat(tensorOf(x), options),
  Reshape: ([x], { newshape }) => tensorOf(x).reshape(newshape as number[]),
  Roll: ([x], options) => roll(tensorOf(x), options),
  Split: ([x], options) => split(tensorOf(x), options),
  Squeeze: ([x], { axis }) => squeeze(tensorOf(x), axis),
  Stack: ([list], { axis }) => {
    const given = listOf(list);
    const [along] = axesOf(axis, given[0].rank + 1);
    return tf.stack(given, along);
  },
  Swapaxes: ([x], options) => swapAxes(tensorOf(x), options),
  Take: ([x, indices], { axis }) => {
    const given = axis === null ? tensorOf(x).flatten() : tensorOf(x);
    const [along] = axesOf(axis ?? 0, given.rank);
    return given.gather(tensorOf(indices).cast("int32"), along);
  },
  Tile: ([x], { repeats }) => {
    const given = tensorOf(x);
    const times = [repeats].flat() as number[];
    const missing = Array(Math.max(0, given.rank - times.length)).fill(1);
    return given.tile([...missing, ...times]);
  },
  Transpose: ([x], { axes }) => transpose(tensorOf(x), axes),
  Unstack: ([x], { axis }) => tf.unstack(tensorOf(x), axis as number),
};
