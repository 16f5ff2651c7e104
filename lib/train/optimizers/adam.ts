/**
 * Adam and AdamW as in Keras: with its epsilon, and with decay, clipping and
 * accumulation.
 *
 * @module
 */

import { requireKind } from "../../options/require_kind.ts";
import * as tf from "@tensorflow/tfjs";
import { type Formula, reassign } from "../../backend/evaluate.ts";
import { checkOptions } from "../../options/check_options.ts";
import { NamedOptimizer, type WeightStep } from "./named_optimizer.ts";
import {
  checkEpsilon,
  OPTIMIZER_OPTIONS,
  type OptimizerOptions,
} from "./optimizer_options.ts";

/** Named and set as in Keras. */
export interface AdamOptions extends OptimizerOptions {
  /** 0.9. */
  beta1?: number;
  /** 0.999. */
  beta2?: number;
  /** Added to the root of the second moment; 1e-7. */
  epsilon?: number;
}

/** The weight and its two moments after a step. */
const STEP: Formula = {
  results: 3,
  compute(on, [weight, m, v, gradient], [shareM, shareV, alpha, epsilon]) {
    const first = on.add(m, on.multiply(on.subtract(gradient, m), shareM));
    const square = on.multiply(gradient, gradient);
    const second = on.add(v, on.multiply(on.subtract(square, v), shareV));
    const length = on.add(on.root(second), epsilon);
    const step = on.divide(on.multiply(first, alpha), length);
    return [on.subtract(weight, step), first, second];
  },
};

/**
 * Adam.
 *
 * @see Kingma and Ba, "Adam", ICLR 2015, the form before section 2.1.
 */
export class Adam extends NamedOptimizer {
  static className = "Thaw>Adam";
  readonly #beta1: number;
  readonly #beta2: number;
  readonly #epsilon: number;

  /**
   * @throws {TypeError} If there is no such option.
   * @throws {RangeError} If one is out of range.
   */
  constructor(options: AdamOptions = {}) {
    checkOptions("adam", options, {
      ...OPTIMIZER_OPTIONS,
      beta1: "number",
      beta2: "number",
      epsilon: "number",
    });
    super(options, 1e-3);
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
    for (const [name, beta] of Object.entries({ beta1, beta2 })) {
      if (!(beta >= 0 && beta < 1)) {
        throw new RangeError(`${name} must lie in [0, 1), got ${beta}`);
      }
    }
    checkEpsilon(epsilon);
    this.#beta1 = beta1;
    this.#beta2 = beta2;
    this.#epsilon = epsilon;
  }

  protected override update(
    { variable, gradient, rate, step, slot }: WeightStep,
  ): void {
    const [m, v] = [slot("m"), slot("v")];
    const alpha = rate * Math.sqrt(1 - this.#beta2 ** step) /
      (1 - this.#beta1 ** step);
    reassign(STEP, [variable, m, v], [gradient], [
      1 - this.#beta1,
      1 - this.#beta2,
      alpha,
      this.#epsilon,
    ]);
  }
}
tf.serialization.registerClass(Adam, "Thaw", "Adam");

/**
 * Adam whose decay of weights is apart from its gradients.
 *
 * @see Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR
 * 2019.
 */
export class AdamW extends Adam {
  static override className = "Thaw>AdamW";

  constructor(options: AdamOptions = {}) {
    requireKind("adamW", "options", options, "object");
    super({ weightDecay: 0.004, ...options });
  }
}
tf.serialization.registerClass(AdamW, "Thaw", "AdamW");

/** Makes an {@linkcode Adam} as `keras.optimizers.Adam`. */
export function adam(options?: AdamOptions): Adam {
  return new Adam(options);
}

/** Makes an {@linkcode AdamW} as `keras.optimizers.AdamW`. */
export function adamW(options?: AdamOptions): AdamW {
  return new AdamW(options);
}
