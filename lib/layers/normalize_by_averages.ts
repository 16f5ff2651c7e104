/**
 * Batch normalization by given statistics, with its gradient: two loops on WASM,
 * and one operation for the gradient to keep, where a chain of operations has
 * ten.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { evaluate, type Formula } from "../backend/evaluate.ts";
import { evaluateRows } from "../backend/evaluate_rows.ts";
import { isRecorded } from "../backend/is_recorded.ts";

/** Statistics and weights; of size 1 on all axes but one, or of `x`'s last axis. */
export interface Averages {
  mean: tf.Tensor;
  variance: tf.Tensor;
  /** Without it values are not scaled. */
  gamma?: tf.Tensor;
  /** Without it values are not shifted. */
  beta?: tf.Tensor;
}

const SCALE: Formula = {
  results: 1,
  compute: (on, [variance], [epsilon]) => [
    on.inverseRoot(on.add(variance, epsilon)),
  ],
};

const SCALE_BY_GAMMA: Formula = {
  results: 1,
  compute: (on, [variance, gamma], [epsilon]) => [
    on.multiply(on.inverseRoot(on.add(variance, epsilon)), gamma),
  ],
};

const SHIFTED: Formula = {
  results: 1,
  compute: (on, [x, mean, scale, beta]) => [
    on.add(on.multiply(on.subtract(x, mean), scale), beta),
  ],
};

const NOT_SHIFTED: Formula = {
  results: 1,
  // tfjs's layer adds a shift of zero then, which makes 0 of -0.
  compute: (on, [x, mean, scale], [zero]) => [
    on.add(on.multiply(on.subtract(x, mean), scale), zero),
  ],
};

/** What is used of the engine: `tf.customGrad()` computes all gradients. */
interface Engine {
  runKernelFunc(given: {
    forwardFunc(
      backend: tf.KernelBackend,
      save: (tensors: tf.Tensor[]) => void,
    ): tf.Tensor;
    backwardsFunc(
      dy: tf.Tensor,
      saved: tf.Tensor[],
    ): Record<string, () => tf.Tensor>;
    inputs: Record<string, tf.Tensor>;
  }): tf.Tensor;
}

/**
 * `(x - mean) / sqrt(variance + epsilon) * gamma + beta`. Of a frozen layer, the
 * gradient of `x` alone is computed.
 */
export function normalizeByAverages(
  x: tf.Tensor,
  { mean, variance, gamma, beta }: Averages,
  epsilon: number,
): tf.Tensor {
  const weights: Record<string, tf.Tensor> = {};
  if (gamma) weights.gamma = gamma;
  if (beta) weights.beta = beta;
  return (tf.engine() as unknown as Engine).runKernelFunc({
    forwardFunc(_, save) {
      const [scale] = gamma
        ? evaluate(SCALE_BY_GAMMA, [variance, gamma], [epsilon])
        : evaluate(SCALE, [variance], [epsilon]);
      save([x, mean, scale, variance, ...gamma ? [gamma] : []]);
      return beta
        ? evaluateRows(SHIFTED, { tensors: [x], rows: [mean, scale, beta] })[0]
        : evaluateRows(NOT_SHIFTED, {
          tensors: [x],
          rows: [mean, scale],
          numbers: [0],
        })[0];
    },
    backwardsFunc(dy, [x, mean, kept, variance, gamma]) {
      const axes = x.shape.flatMap((size, axis) =>
        size === mean.shape.at(axis - x.rank) ? [] : [axis]
      );
      const sum = (it: tf.Tensor) => it.sum(axes, true).reshape(mean.shape);
      const ofScale = () => sum(dy.mul(x.sub(mean)));
      const shifted = () => variance.add(epsilon);
      const root = () => shifted().rsqrt();
      // A gradient of this gradient goes through the scale as well.
      const scale = !isRecorded() ? kept : gamma ? root().mul(gamma) : root();
      return {
        x: () => dy.mul(scale),
        mean: () => sum(dy.mul(scale)).neg(),
        variance() {
          const ofRoot = gamma ? ofScale().mul(gamma) : ofScale();
          return ofRoot.div(shifted().pow(1.5).mul(2)).neg();
        },
        gamma: () => ofScale().mul(root()),
        beta: () => sum(dy),
      };
    },
    inputs: { x, mean, variance, ...weights },
  });
}
