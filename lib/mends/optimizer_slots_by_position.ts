/**
 * Trap of tfjs 4.22: an optimizer counts its moments by position, so that they
 * go to other weights when the set of those that train changes.
 *
 * Here they are kept by the weight's name.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

/** Names of the weights an optimizer has seen, in the order of its moments. */
const slots = new WeakMap<tf.Optimizer, string[]>();

function keepSlotsByName(prototype: tf.Optimizer): void {
  const apply = prototype.applyGradients;
  prototype.applyGradients = function (gradients: Gradients) {
    const entries: [string, tf.Tensor][] = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor])
      : Object.entries(gradients);
    const byName = new Map(entries);
    const order = slots.get(this) ?? [];
    slots.set(this, order);
    for (const name of byName.keys()) {
      if (!order.includes(name)) order.push(name);
    }
    // An entry without a tensor is skipped, its place in the order kept.
    apply.call(
      this,
      order.map((name) => ({ name, tensor: byName.get(name)! })),
    );
  };
}

export function optimizerSlotsByPosition(): void {
  for (
    const optimizer of [
      tf.AdadeltaOptimizer,
      tf.AdagradOptimizer,
      tf.AdamOptimizer,
      tf.AdamaxOptimizer,
      tf.MomentumOptimizer,
      tf.RMSPropOptimizer,
      tf.SGDOptimizer,
    ]
  ) {
    keepSlotsByName(optimizer.prototype as unknown as tf.Optimizer);
  }
}
