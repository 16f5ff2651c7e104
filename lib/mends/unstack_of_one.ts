/**
 * Trap of tfjs 4.22: the gradient of `unstack` throws where an axis has one
 * value, so that nothing before a recurrent layer trains on sequences of one
 * step.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { replaceGradient } from "./replace_gradient.ts";

export function unstackOfOne(): void {
  replaceGradient("Unpack", () => stacked);
}

/** The gradient of one result comes alone, and of several as a list. */
const stacked: tf.GradFunc = (dy, _saved, attributes) => {
  const { axis } = attributes as unknown as { axis: number };
  return { value: () => tf.stack([dy].flat(), axis) };
};
