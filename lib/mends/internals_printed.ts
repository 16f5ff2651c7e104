/**
 * Trap of tfjs 4.22: `console.log(tensor)`, and a tensor or a layer in a list or
 * an object, print ids, flags and tapes, up to thousands of lines, and none of
 * the values.
 *
 * Here they say in one line what they are, a tensor with its first values.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { formatNumber } from "../display/table.ts";
import { INSPECT } from "../display/mime_bundle.ts";

/** Items that are printed of the last axis, the one before it, and the others. */
const EDGES = [6, 3, 1];

/** Larger tensors are not read only to print a few of their values. */
const MAX_READ = 4_000_000;

/** As a tensor alone is shown in a notebook: whole numbers with all digits. */
function short(value: unknown, dtype: string): string {
  if (dtype === "bool") return value ? "true" : "false";
  if (dtype === "int32") return String(value);
  return typeof value === "number"
    ? String(Number(value.toPrecision(4)))
    : JSON.stringify(value);
}

/** Nested brackets in one line, of the values from `start` on. */
function brackets(
  values: ArrayLike<unknown>,
  dtype: string,
  [size, ...inner]: number[],
  start = 0,
): string {
  if (size === undefined) return short(values[start], dtype);
  const shown = Math.min(size, EDGES[inner.length] ?? 1);
  const step = inner.reduce((product, length) => product * length, 1);
  const parts = Array.from(
    { length: shown },
    (_, index) => brackets(values, dtype, inner, start + index * step),
  );
  return `[${[...parts, ...(shown < size ? ["…"] : [])].join(", ")}]`;
}

/** On WebGPU values can only be waited for, whichever backend is used by now. */
function isOnWebGpu({ dataId }: tf.Tensor): boolean {
  const { state, registry } = tf.engine();
  const place = state.tensorInfo.get(dataId)?.backend;
  return place !== undefined && place === registry.webgpu;
}

function tensorText(tensor: tf.Tensor): string {
  const { shape, dtype, size, isDisposed } = tensor;
  const name = tensor instanceof tf.Variable
    ? `Variable ${tensor.name}`
    : "Tensor";
  const head = `${name} ${dtype} [${shape.join(", ")}]`;
  if (isDisposed) return `${head}, disposed`;
  const isRead = dtype !== "complex64" && size <= MAX_READ &&
    !isOnWebGpu(tensor);
  return isRead ? `${head} ${brackets(tensor.dataSync(), dtype, shape)}` : head;
}

/** `read()` of a disposed one throws. */
function weightText(weight: tf.LayerVariable): string {
  return tensorText((weight as unknown as { val: tf.Variable }).val);
}

function layerText(layer: tf.layers.Layer & { outputs?: unknown[] }): string {
  const head = `${layer.getClassName()} ${layer.name}`;
  // A Sequential is built when it is used, but knows its outputs before.
  if (!layer.built && !layer.outputs?.length) return `${head}, not built`;
  const count = layer.weights.reduce(
    (sum, { shape }) =>
      sum + shape.reduce<number>((product, size) => product * size!, 1),
    0,
  );
  const frozen = layer.trainable ? "" : ", frozen";
  return `${head}, ${formatNumber(count)} parameters${frozen}`;
}

/** Not enumerable, so that it is no field of anything. */
function define<Value>(
  prototype: Value,
  text: (value: Value) => string,
): void {
  Object.defineProperty(prototype, INSPECT, {
    configurable: true,
    writable: true,
    value(this: Value) {
      try {
        return text(this);
      } catch {
        // The prototype of a class, or a tensor whose backend is gone.
        return Object.prototype.toString.call(this);
      }
    },
  });
}

export function internalsPrinted(): void {
  define(tf.Tensor.prototype, tensorText);
  define(tf.layers.Layer.prototype, layerText);
  define(tf.LayerVariable.prototype, weightText);
  define(
    tf.SymbolicTensor.prototype,
    ({ name, dtype, shape }) =>
      `SymbolicTensor ${name} ${dtype} [${
        shape.map((size) => size ?? "null").join(", ")
      }]`,
  );
}
