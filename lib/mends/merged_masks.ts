/**
 * Trap of tfjs 4.22: `add()` and its kin give a mask with an axis too many, of
 * all inputs but the last; and `concatenate()` fails where only some of its
 * inputs have one.
 *
 * Here, as in Keras 3, a step counts that counts in any input; a merge layer
 * gives no mask unless all its inputs have one, a concatenation takes an input
 * without one as a whole.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Mask } from "./call_layer.ts";
import { tfjsClass } from "./tfjs_class.ts";

function either(masks: tf.Tensor[]): tf.Tensor {
  return masks.reduce((all, mask) => tf.logicalOr(all, mask.cast("bool")));
}

function mergedMask(
  _inputs: tf.Tensor[],
  masks: Mask[] | null | undefined,
): Mask {
  if (!masks || masks.some((mask) => !mask)) return null;
  return tf.tidy(() => either(masks.map((mask) => mask!.cast("bool"))));
}

function concatenatedMask(
  this: { axis: number },
  inputs: tf.Tensor[],
  masks: Mask[] | null | undefined,
): Mask {
  if (!masks || masks.every((mask) => !mask)) return null;
  return tf.tidy(() => {
    const whole = inputs.map((x, i) => {
      const mask = masks[i]?.cast("bool") ?? tf.onesLike(x).cast("bool");
      const open = mask.rank < x.rank ? mask.expandDims(-1) : mask;
      // tf.broadcastTo does not take booleans on every backend.
      return tf.logicalOr(open, tf.zerosLike(x).cast("bool"));
    });
    return tf.any(tf.concat(whole, this.axis), -1);
  });
}

export function mergedMasks(): void {
  const merge = Object.getPrototypeOf(tfjsClass("Add").prototype);
  merge.computeMask = mergedMask;
  tfjsClass("Concatenate").prototype.computeMask = concatenatedMask;
}
