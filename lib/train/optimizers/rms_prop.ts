/**
 * RMSprop as in Keras, with momentum, decay, clipping and accumulation.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { blend, type Formula, reassign } from "../../backend/evaluate.ts";
import { checkOptions } from "../../options/check_options.ts";
import { NamedOptimizer, type WeightStep } from "./named_optimizer.ts";
import {
  checkEpsilon,
  checkShare,
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

/** The weight and its slots after a step, with those that the options need. */
function stepFormula({ centered, momentum }: RmsPropOptions): Formula {
  return {
    results: 2 + (centered ? 1 : 0) + (momentum ? 1 : 0),
    compute(on, values, [rate, rho, rest, epsilon, share]) {
      const [weight, rms, ...others] = values;
      const gradient = values.at(-1)!;
      const square = blend(on, rms, on.multiply(gradient, gradient), rho, rest);
      const slots = [square];
      let variance = square;
      if (centered) {
        const mean = blend(on, others.shift()!, gradient, rho, rest);
        slots.push(mean);
        variance = on.subtract(square, on.multiply(mean, mean));
      }
      let step = on.multiply(
        on.multiply(gradient, rate),
        on.inverseRoot(on.add(variance, epsilon)),
      );
      if (momentum) {
        step = on.add(on.multiply(others.shift()!, share), step);
        slots.push(step);
      }
      return [on.subtract(weight, step), ...slots];
    },
  };
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
  readonly #step: Formula;

  /**
   * @throws {TypeError} If there is no such option.
   * @throws {RangeError} If one is out of range.
   */
  constructor(options: RmsPropOptions = {}) {
    checkOptions("rmsprop", options, {
      ...OPTIMIZER_OPTIONS,
      rho: "number",
      momentum: "number",
      epsilon: "number",
      centered: "boolean",
    });
    super(options, 1e-3);
    const { rho = 0.9, momentum = 0, epsilon = 1e-7 } = options;
    checkShare("rho", rho);
    checkShare("momentum", momentum);
    checkEpsilon(epsilon);
    this.#rho = rho;
    this.#momentum = momentum;
    this.#epsilon = epsilon;
    this.#centered = options.centered ?? false;
    this.#step = stepFormula(options);
  }

  protected override update(
    { variable, gradient, rate, slot }: WeightStep,
  ): void {
    const slots = ["rms"];
    if (this.#centered) slots.push("mg");
    if (this.#momentum !== 0) slots.push("momentum");
    reassign(this.#step, [variable, ...slots.map(slot)], [gradient], [
      rate,
      this.#rho,
      1 - this.#rho,
      this.#epsilon,
      this.#momentum,
    ]);
  }
}
tf.serialization.registerClass(RmsProp, "Thaw", "RmsProp");

/** Makes an {@linkcode RmsProp} as `keras.optimizers.RMSprop`. */
export function rmsprop(options?: RmsPropOptions): RmsProp {
  return new RmsProp(options);
}
