/**
 * Trap of tfjs 4.22: the gradient of an activation takes two to four
 * operations, each of which reads and writes as many values as a layer gives.
 *
 * Here one loop does it on WASM, with the same roundings. Elsewhere, and where
 * the gradient itself has one, nothing changes.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  evaluate,
  evaluatesInOneLoop,
  type Formula,
} from "../backend/evaluate.ts";
import { replaceGradient } from "./replace_gradient.ts";

/**
 * Formulas of the output's gradient, of what tfjs has saved, and of 1; by
 * kernel.
 */
const GRADIENTS: Record<string, Formula["compute"]> = {
  Relu: (on, [dy, x]) => [on.multiply(dy, on.step(x))],
  Sigmoid: (on, [dy, y], [one]) => [
    on.multiply(dy, on.multiply(y, on.subtract(one, y))),
  ],
  Tanh: (on, [dy, y], [one]) => [
    on.multiply(on.subtract(one, on.multiply(y, y)), dy),
  ],
};

const RELU: Formula = { results: 1, compute: GRADIENTS.Relu };

/** The gradient of ReLU, of what it took or of what it gave. */
export function reluGradient(dy: tf.Tensor, x: tf.Tensor): tf.Tensor {
  return evaluatesInOneLoop()
    ? evaluate(RELU, [dy, x], [1])[0]
    : dy.mul(x.step());
}

export function activationGradients(): void {
  for (const [kernel, compute] of Object.entries(GRADIENTS)) {
    const formula: Formula = { results: 1, compute };
    replaceGradient(
      kernel,
      (shipped) => (dy, saved, attributes) =>
        evaluatesInOneLoop()
          ? { x: () => evaluate(formula, [dy as tf.Tensor, saved[0]], [1])[0] }
          : shipped(dy, saved, attributes),
    );
  }
}
