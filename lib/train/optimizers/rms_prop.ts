/**
 * RMSprop as in Keras, with momentum, decay, clipping and accumulation.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../../options/check_options.ts";
import { NamedOptimizer, type WeightStep } from "./named_optimizer.ts";
import {
  OPTIMIZER_OPTIONS,
  type OptimizerOptions,
} from "./optimizer_options.ts";

/** Named and set as in Keras. */
export interface RmsPropOptions extends OptimizerOptions {
  /** What a step keeps of the mean square; 0.9. */
  rho?: number;
  /** 0. */
  momentum?: number;
  /** Added to the mean square; 1e-7. */
  epsilon?: number;
  /** Whether the gradient's mean is taken off its mean square; false. */
  centered?: boolean;
}

/**
 * Steps by the gradient over the root of its mean square.
 *
 * @see Tieleman and Hinton, "Lecture 6.5", COURSERA 2012.
 */
export class RmsProp extends NamedOptimizer {
  static className = "Thaw>RmsProp";
  readonly #rho: number;
  readonly #momentum: number;
  readonly #epsilon: number;
  readonly #centered: boolean;

  /**
   * @throws {TypeError} If there is no such option.
   * @throws {RangeError} If one is out of range.
   */
  constructor(options: RmsPropOptions = {}) {
    checkOptions("rmsprop", options, {
      ...OPTIMIZER_OPTIONS,
      rho: true,
      momentum: true,
      epsilon: true,
      centered: true,
    });
    super(options, 1e-3);
    const { rho = 0.9, momentum = 0, epsilon = 1e-7 } = options;
    this.#rho = rho;
    this.#momentum = momentum;
    this.#epsilon = epsilon;
    this.#centered = options.centered ?? false;
  }

  protected override update(
    { variable, gradient, rate, slot }: WeightStep,
  ): void {
    const blend = (kept: tf.Variable, next: tf.Tensor) =>
      kept.assign(kept.mul(this.#rho).add(next.mul(1 - this.#rho)));
    const square = slot("rms");
    blend(square, gradient.square());
    let variance: tf.Tensor = square;
    if (this.#centered) {
      const mean = slot("mg");
      blend(mean, gradient);
      variance = square.sub(mean.square());
    }
    const step = gradient.mul(rate).mul(variance.add(this.#epsilon).rsqrt());
    if (this.#momentum === 0) {
      variable.assign(variable.sub(step));
      return;
    }
    const moment = slot("momentum");
    moment.assign(moment.mul(this.#momentum).add(step));
    variable.assign(variable.sub(moment));
  }
}
tf.serialization.registerClass(RmsProp, "Thaw", "RmsProp");

/** Makes an {@linkcode RmsProp} as `keras.optimizers.RMSprop`. */
export function rmsprop(options?: RmsPropOptions): RmsProp {
  return new RmsProp(options);
}
