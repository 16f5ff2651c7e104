/**
 * Trap of tfjs 4.22: an optimizer computes a step by up to fourteen
 * operations, each of which reads and writes as many values as the weight has.
 *
 * Here one loop does it on WASM, with the same roundings. Elsewhere, and for
 * optimizers that are not named here, nothing changes.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  blend,
  evaluatesInOneLoop,
  type Formula,
  reassign,
} from "../backend/evaluate.ts";

interface Moment {
  originalName: string;
  variable: tf.Variable;
}

type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

/** How an optimizer steps; `This` is what its types hide. */
interface Step<This> {
  /** Where it keeps its moments, each with the ending of their names. */
  moments(optimizer: This): [kept: Moment[], ending: string][];
  /** A formula of the weight, its moments and the gradient. */
  formula(optimizer: This): Formula;
  numbers(optimizer: This): number[];
  /** After all weights have stepped; runs in a `tidy`. */
  finish?(optimizer: This): void;
}

function stepInOneLoop<This>(
  { prototype }: { prototype: object },
  { moments, formula, numbers, finish }: Step<This>,
): void {
  const optimizer = prototype as tf.Optimizer;
  const { applyGradients } = optimizer;
  optimizer.applyGradients = function (gradients: Gradients) {
    if (!evaluatesInOneLoop()) return applyGradients.call(this, gradients);
    const given = this as unknown as This;
    const entries =
      (Array.isArray(gradients)
        ? gradients.map(({ name, tensor }) => [name, tensor])
        : Object.entries(gradients)) as [string, tf.Tensor | undefined][];
    const slots = moments(given);
    const shared = numbers(given);
    tf.tidy(() => {
      entries.forEach(([name, gradient], i) => {
        const value = tf.engine().state.registeredVariables[name];
        for (const [kept, ending] of slots) {
          kept[i] ??= {
            originalName: `${name}/${ending}`,
            variable: tf.tidy(() => tf.zerosLike(value).variable(false)),
          };
        }
        if (!gradient) return;
        const variables = slots.map(([kept]) => kept[i].variable);
        tf.tidy(() =>
          reassign(formula(given), [value, ...variables], [gradient], shared)
        );
      });
      finish?.(given);
    });
    (this as unknown as { incrementIterations(): void }).incrementIterations();
  };
}

const SGD: Formula = {
  results: 1,
  compute(on, [weight, gradient], [rate]) {
    return [on.add(on.multiply(rate, gradient), weight)];
  },
};

const MOMENTUM: Formula = {
  results: 2,
  compute(on, [weight, moment, gradient], [rate, keep]) {
    const next = on.add(on.multiply(keep, moment), gradient);
    return [on.add(on.multiply(rate, next), weight), next];
  },
};

const NESTEROV: Formula = {
  results: 2,
  compute(on, [weight, moment, gradient], [rate, keep]) {
    const next = on.add(on.multiply(keep, moment), gradient);
    const ahead = on.add(gradient, on.multiply(next, keep));
    return [on.add(on.multiply(rate, ahead), weight), next];
  },
};

const ADAM: Formula = {
  results: 3,
  compute(on, [weight, m, v, gradient], numbers) {
    const [keepM, restM, keepV, restV, biasM, biasV, epsilon, rate] = numbers;
    const first = blend(on, m, gradient, keepM, restM);
    const square = on.multiply(gradient, gradient);
    const second = blend(on, v, square, keepV, restV);
    const step = on.divide(
      on.divide(first, biasM),
      on.add(on.root(on.divide(second, biasV)), epsilon),
    );
    return [on.add(on.multiply(step, rate), weight), first, second];
  },
};

const RMSPROP: Formula = {
  results: 3,
  compute(on, [weight, squares, moment, gradient], numbers) {
    const [keep, rest, epsilon, rate, momentum] = numbers;
    const square = on.multiply(gradient, gradient);
    const mean = blend(on, squares, square, keep, rest);
    const step = on.divide(
      on.multiply(gradient, rate),
      on.root(on.add(mean, epsilon)),
    );
    const next = on.add(on.multiply(moment, momentum), step);
    return [on.subtract(weight, next), mean, next];
  },
};

const CENTERED_RMSPROP: Formula = {
  results: 4,
  compute(on, [weight, squares, moment, means, gradient], numbers) {
    const [keep, rest, epsilon, rate, momentum] = numbers;
    const square = on.multiply(gradient, gradient);
    const meanSquare = blend(on, squares, square, keep, rest);
    const mean = blend(on, means, gradient, keep, rest);
    const less = on.add(on.multiply(mean, mean), epsilon);
    const step = on.divide(
      on.multiply(gradient, rate),
      on.root(on.subtract(meanSquare, less)),
    );
    const next = on.add(on.multiply(moment, momentum), step);
    return [on.subtract(weight, next), meanSquare, next, mean];
  },
};

interface Sgd {
  /** The negative rate. */
  c: tf.Scalar;
}

interface Momentum extends Sgd {
  /** What a step keeps of the one before. */
  m: tf.Scalar;
  useNesterov: boolean;
  accumulations: Moment[];
}

interface Adam {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
  accumulatedFirstMoment: Moment[];
  accumulatedSecondMoment: Moment[];
}

interface RmsProp {
  learningRate: number;
  decay: number;
  momentum: number;
  epsilon: number;
  centered: boolean;
  accumulatedMeanSquares: Moment[];
  accumulatedMoments: Moment[];
  accumulatedMeanGrads: Moment[];
}

const valueOf = (scalar: tf.Tensor) => scalar.dataSync()[0];

export function optimizersInManyPasses(): void {
  stepInOneLoop<Sgd>(tf.SGDOptimizer, {
    moments: () => [],
    formula: () => SGD,
    numbers: ({ c }) => [valueOf(c)],
  });
  stepInOneLoop<Momentum>(tf.MomentumOptimizer, {
    moments: ({ accumulations }) => [[accumulations, "momentum"]],
    formula: ({ useNesterov }) => useNesterov ? NESTEROV : MOMENTUM,
    numbers: ({ c, m }) => [valueOf(c), valueOf(m)],
  });
  stepInOneLoop<Adam>(tf.AdamOptimizer, {
    moments: (adam) => [
      [adam.accumulatedFirstMoment, "m"],
      [adam.accumulatedSecondMoment, "v"],
    ],
    formula: () => ADAM,
    numbers: ({ beta1, beta2, accBeta1, accBeta2, epsilon, learningRate }) => [
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      1 - valueOf(accBeta1),
      1 - valueOf(accBeta2),
      epsilon,
      -learningRate,
    ],
    finish({ accBeta1, accBeta2, beta1, beta2 }) {
      accBeta1.assign(accBeta1.mul(beta1));
      accBeta2.assign(accBeta2.mul(beta2));
    },
  });
  stepInOneLoop<RmsProp>(tf.RMSPropOptimizer, {
    moments: (rmsprop) => [
      [rmsprop.accumulatedMeanSquares, "rms"],
      [rmsprop.accumulatedMoments, "momentum"],
      ...(rmsprop.centered
        ? [[rmsprop.accumulatedMeanGrads, "mg"] as [Moment[], string]]
        : []),
    ],
    formula: ({ centered }) => centered ? CENTERED_RMSPROP : RMSPROP,
    numbers: ({ decay, epsilon, learningRate, momentum }) => [
      decay,
      1 - decay,
      epsilon,
      learningRate,
      momentum,
    ],
  });
}
