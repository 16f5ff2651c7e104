/**
 * Uniform and normal numbers of a draw, the same on every backend.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import * as tf from "@tensorflow/tfjs";
import { type Draw, drawBits } from "./seed_stream.ts";

/**
 * Uniform numbers in `[low, high)`, as an array.
 *
 * @param length How many.
 * @param draw Which numbers.
 */
export function drawUniformValues(
  length: number,
  draw: Draw,
  low = 0,
  high = 1,
): Float32Array<ArrayBuffer> {
  const bits = drawBits(draw, length);
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    // 24 bits, all that a float32 in [0.5, 1) can hold: never rounds up to 1.
    values[i] = low + (high - low) * ((bits[i] >>> 8) / 2 ** 24);
  }
  return values;
}

/**
 * Uniform numbers in `[low, high)`.
 *
 * @param shape Shape of the result.
 * @param draw Which numbers.
 * @returns A `float32` tensor of `shape`, owned by the caller.
 */
export function drawUniform(
  shape: number[],
  draw: Draw,
  low = 0,
  high = 1,
): tf.Tensor {
  requireKind("drawUniform", "shape", shape, "list");
  requireKind("drawUniform", "draw", draw, "draw");
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(drawUniformValues(size, draw, low, high), shape, "float32");
}

/**
 * Normal numbers by the method of Box and Muller (1958).
 *
 * @param shape Shape of the result.
 * @param draw Which numbers.
 * @returns A `float32` tensor of `shape`, owned by the caller.
 */
export function drawNormal(
  shape: number[],
  draw: Draw,
  mean = 0,
  deviation = 1,
): tf.Tensor {
  requireKind("drawNormal", "shape", shape, "list");
  requireKind("drawNormal", "draw", draw, "draw");
  const size = tf.util.sizeFromShape(shape);
  const bits = drawBits(draw, 2 * Math.ceil(size / 2));
  const values = new Float32Array(size);
  for (let i = 0; i < size; i += 2) {
    // In (0, 1], so that the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log((bits[i] + 1) / 2 ** 32));
    const angle = 2 * Math.PI * (bits[i + 1] / 2 ** 32);
    values[i] = mean + deviation * radius * Math.cos(angle);
    if (i + 1 < size) {
      values[i + 1] = mean + deviation * radius * Math.sin(angle);
    }
  }
  return tf.tensor(values, shape, "float32");
}
