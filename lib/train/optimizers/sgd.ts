/**
 * Gradient descent as in Keras, with momentum, decay, clipping and
 * accumulation.
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
export interface SgdOptions extends OptimizerOptions {
  /** In `[0, 1]`; 0. */
  momentum?: number;
  /** Whether the step is taken from where the momentum leads; false. */
  nesterov?: boolean;
}

/** Gradient descent. */
export class Sgd extends NamedOptimizer {
  static className = "Thaw>Sgd";
  readonly #momentum: number;
  readonly #nesterov: boolean;

  /**
   * @throws {TypeError} If there is no such option.
   * @throws {RangeError} If one is out of range.
   */
  constructor(options: SgdOptions = {}) {
    checkOptions("sgd", options, {
      ...OPTIMIZER_OPTIONS,
      momentum: true,
      nesterov: true,
    });
    super(options, 0.01);
    const { momentum = 0, nesterov = false } = options;
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new RangeError(`momentum must lie in [0, 1], got ${momentum}`);
    }
    this.#momentum = momentum;
    this.#nesterov = nesterov;
  }

  protected override update(
    { variable, gradient, rate, slot }: WeightStep,
  ): void {
    const step = gradient.mul(rate);
    if (this.#momentum === 0) {
      variable.assign(variable.sub(step));
      return;
    }
    const moment = slot("momentum");
    moment.assign(moment.mul(this.#momentum).sub(step));
    variable.assign(
      this.#nesterov
        ? variable.add(moment.mul(this.#momentum).sub(step))
        : variable.add(moment),
    );
  }
}
tf.serialization.registerClass(Sgd, "Thaw", "Sgd");

/** Makes an {@linkcode Sgd} as `keras.optimizers.SGD`. */
export function sgd(options?: SgdOptions): Sgd {
  return new Sgd(options);
}
