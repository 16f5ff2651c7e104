/**
 * Trap of tfjs 4.22: `multiply()`, `maximum()` and `minimum()` count the masked
 * steps of an input.
 *
 * Here, as in Keras 3, such a step leaves the other inputs as they are; a
 * product of inputs that are all masked is 0.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Mask } from "./call_layer.ts";
import { tfjsClass } from "./tfjs_class.ts";

interface Merge {
  takesAllMasks?: boolean;
  call(inputs: tf.Tensor[], args?: { mask?: Mask | Mask[] }): tf.Tensor;
}

/** True where a step counts, with an axis for the features; null if all do. */
type Counted = tf.Tensor | null;

type Merged = (inputs: tf.Tensor[], counted: Counted[]) => tf.Tensor;

/** `x` where a step counts, `other` elsewhere, whatever `x` is there, as NaN. */
function chosen(
  counted: Counted,
  x: tf.Tensor,
  other: tf.Tensor | number,
): tf.Tensor {
  return counted ? tf.where(counted, x, other) : x;
}

function either(one: Counted, other: Counted): Counted {
  return one && other && tf.logicalOr(one, other);
}

const product: Merged = (inputs, counted) => {
  const factors = inputs.map((x, i) => chosen(counted[i], x, 1));
  const product = factors.reduce((all, x) => all.mul(x));
  return chosen(counted.reduce(either), product, 0);
};

function extreme(
  furthest: (one: tf.Tensor, other: tf.Tensor) => tf.Tensor,
): Merged {
  return ([first, ...rest], [counted, ...others]) => {
    let [value, isCounted] = [first, counted];
    rest.forEach((x, i) => {
      const other = chosen(others[i], x, value);
      value = furthest(chosen(isCounted, value, other), other);
      isCounted = either(isCounted, others[i]);
    });
    return value;
  };
}

const MERGED: Record<string, Merged> = {
  Maximum: extreme((one, other) => tf.maximum(one, other)),
  Minimum: extreme((one, other) => tf.minimum(one, other)),
  Multiply: product,
};

export function mergedMaskedSteps(): void {
  for (const [name, merged] of Object.entries(MERGED)) {
    const prototype = tfjsClass(name).prototype as Merge;
    const { call } = prototype;
    prototype.takesAllMasks = true;
    prototype.call = function (inputs, args) {
      const masks = [args?.mask ?? null].flat();
      const fit = inputs.every(({ rank }, i) =>
        !masks[i] || masks[i].rank === rank - 1
      );
      if (!masks.some((mask) => mask) || !fit) {
        return call.call(this, inputs, args);
      }
      return tf.tidy(() =>
        merged(
          // On WASM a choice between numbers of two types is wrong.
          inputs.map((x) => x.cast("float32")),
          inputs.map((_, i) => masks[i]?.cast("bool").expandDims(-1) ?? null),
        )
      );
    };
  }
}
