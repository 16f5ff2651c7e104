/**
 * Gradient descent as in Keras, with momentum, decay, clipping and
 * accumulation.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type Formula, reassign } from "../../backend/evaluate.ts";
import { checkOptions } from "../../options/check_options.ts";
import { NamedOptimizer, type WeightStep } from "./named_optimizer.ts";
import {
  checkShare,
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

const PLAIN: Formula = {
  results: 1,
  compute(on, [weight, gradient], [rate]) {
    return [on.subtract(weight, on.multiply(gradient, rate))];
  },
};

/** The weight and its moment after a step. */
const WITH_MOMENTUM: Formula = {
  results: 2,
  compute(on, [weight, moment, gradient], [rate, momentum]) {
    const next = on.subtract(
      on.multiply(moment, momentum),
      on.multiply(gradient, rate),
    );
    return [on.add(weight, next), next];
  },
};

/** The same, from where the momentum leads. */
const NESTEROV: Formula = {
  results: 2,
  compute(on, [weight, moment, gradient], [rate, momentum]) {
    const step = on.multiply(gradient, rate);
    const next = on.subtract(on.multiply(moment, momentum), step);
    const ahead = on.subtract(on.multiply(next, momentum), step);
    return [on.add(weight, ahead), next];
  },
};

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
      momentum: "number",
      nesterov: "boolean",
    });
    super(options, 0.01);
    const { momentum = 0, nesterov = false } = options;
    checkShare("momentum", momentum);
    this.#momentum = momentum;
    this.#nesterov = nesterov;
  }

  protected override update(
    { variable, gradient, rate, slot }: WeightStep,
  ): void {
    if (this.#momentum === 0) {
      reassign(PLAIN, [variable], [gradient], [rate]);
      return;
    }
    reassign(
      this.#nesterov ? NESTEROV : WITH_MOMENTUM,
      [variable, slot("momentum")],
      [gradient],
      [rate, this.#momentum],
    );
  }
}
tf.serialization.registerClass(Sgd, "Thaw", "Sgd");

/** Makes an {@linkcode Sgd} as `keras.optimizers.SGD`. */
export function sgd(options?: SgdOptions): Sgd {
  return new Sgd(options);
}
