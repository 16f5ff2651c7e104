/**
 * Trap of tfjs 4.22: constraints (`maxNorm` and its kin) act when a weight is
 * set, so that a model that is loaded has others than were saved, and never in
 * training, since optimizers write to the variable below.
 *
 * Here, as in Keras, they act after each step of an optimizer, on what it may
 * move, and only then.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { SHIPPED_OPTIMIZERS } from "./shipped_optimizers.ts";

interface Constraint {
  apply(weight: tf.Tensor): tf.Tensor;
}

/** Constraints by the variable that an optimizer writes to. */
const constraints = new WeakMap<tf.Variable, Constraint>();

/** Whether an optimizer's `minimize` is on the way, which constrains by itself. */
let minimizing = false;

function constrain(variables: Iterable<tf.Variable | undefined>): void {
  for (const variable of variables) {
    const constraint = variable && constraints.get(variable);
    if (!constraint || variable.isDisposed) continue;
    tf.tidy(() => variable.assign(constraint.apply(variable)));
  }
}

const registered = () => tf.engine().state.registeredVariables;

/**
 * What an optimizer's `applyGradients` calls at its end, for loops that call
 * that and not `minimize`.
 *
 * @param names Names of the variables that were stepped.
 */
export function constrainStepped(names: readonly string[]): void {
  if (minimizing) return;
  constrain(names.map((name) => registered()[name]));
}

export function constraintsNotInTraining(): void {
  const layer = tf.layers.Layer.prototype as unknown as {
    addWeight(...args: unknown[]): tf.LayerVariable;
  };
  const { addWeight } = layer;
  layer.addWeight = function (...args) {
    const weight = addWeight.apply(this, args);
    const constrained = weight as unknown as { constraint: Constraint | null };
    const { constraint } = constrained;
    if (constraint) constraints.set(weight.read() as tf.Variable, constraint);
    constrained.constraint = null;
    return weight;
  };

  const { prototype } = tf.Optimizer;
  const { minimize } = prototype;
  prototype.minimize = function (loss, returnCost, variables) {
    const outer = minimizing;
    minimizing = true;
    try {
      return minimize.call(this, loss, returnCost, variables);
    } finally {
      minimizing = outer;
      constrain(
        (variables ?? Object.values(registered())).filter(({ trainable }) =>
          trainable
        ),
      );
    }
  };
  for (const optimizer of SHIPPED_OPTIMIZERS) {
    const prototype = optimizer.prototype as tf.Optimizer;
    const { applyGradients } = prototype;
    prototype.applyGradients = function (gradients) {
      applyGradients.call(this, gradients);
      constrainStepped(
        Array.isArray(gradients)
          ? gradients.map(({ name }) => name)
          : Object.keys(gradients),
      );
    };
  }
}
