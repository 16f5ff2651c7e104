/**
 * Trap of tfjs 4.22: Adadelta divides by the gradients before the present one.
 * The first step divides by nearly nothing, and training diverges.
 *
 * Here it divides by what includes the present one.
 *
 * @see Zeiler, "ADADELTA" (2012), algorithm 1.
 * @module
 */

import * as tf from "@tensorflow/tfjs";

interface Slot {
  originalName: string;
  variable: tf.Variable;
}

interface Adadelta {
  learningRate: number;
  rho: number;
  epsilon: number;
  accumulatedGrads: Slot[];
  accumulatedUpdates: Slot[];
  incrementIterations(): void;
}

type Gradients = Parameters<tf.AdadeltaOptimizer["applyGradients"]>[0];

function applyGradients(this: Adadelta, gradients: Gradients): void {
  const entries =
    (Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor])
      : Object.entries(gradients)) as [string, tf.Tensor | undefined][];
  entries.forEach(([name, gradient], i) => {
    const value = tf.engine().state.registeredVariables[name];
    const slot = (suffix: string): Slot => ({
      originalName: `${name}/${suffix}`,
      variable: tf.tidy(() => tf.zerosLike(value).variable(false)),
    });
    this.accumulatedGrads[i] ??= slot("accum_grad");
    this.accumulatedUpdates[i] ??= slot("accum_var");
    if (!gradient) return;
    const squares = this.accumulatedGrads[i].variable;
    const updates = this.accumulatedUpdates[i].variable;
    tf.tidy(() => {
      const mean = (before: tf.Tensor, now: tf.Tensor) =>
        before.mul(this.rho).add(now.square().mul(1 - this.rho));
      squares.assign(mean(squares, gradient));
      const step = updates.add(this.epsilon).sqrt()
        .div(squares.add(this.epsilon).sqrt()).mul(gradient);
      updates.assign(mean(updates, step));
      value.assign(value.sub(step.mul(this.learningRate)));
    });
  });
  this.incrementIterations();
}

export function adadeltaDiverges(): void {
  Object.assign(tf.AdadeltaOptimizer.prototype, { applyGradients });
}
