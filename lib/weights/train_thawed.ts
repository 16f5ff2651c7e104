/**
 * Makes tfjs train exactly what is thawed at each step.
 *
 * As it stands, `fit` trains the weights that were thawed when the model was
 * compiled: thawing later has no effect, freezing all of them throws, and an
 * optimizer that counts its moments by position mixes them up when the set
 * changes. Importing this file puts that right for every model: `fit` asks for
 * the thawed weights at each batch, and optimizers keep their moments by the
 * weight's name.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { during } from "../random/during.ts";

interface Trainable {
  collectedTrainableWeights: unknown[] | null;
  readonly trainableWeights: unknown[];
  optimizer_: Pick<tf.Optimizer, "minimize">;
  makeTrainFunction(): (data: tf.Tensor[]) => tf.Scalar[];
  checkTrainableWeightsConsistency(): void;
}

/** Takes the loss and changes nothing: an optimizer for a frozen model. */
const standStill: Trainable["optimizer_"] = {
  minimize: (loss) => loss(),
};

function trainThawedWeights(): void {
  const model = tf.LayersModel.prototype as unknown as Trainable;
  const make = model.makeTrainFunction;
  model.makeTrainFunction = function () {
    const train = make.call(this);
    return (data) => {
      // A layer that is reached twice would be stepped twice.
      this.collectedTrainableWeights = [...new Set(this.trainableWeights)];
      if (this.collectedTrainableWeights.length > 0) return train(data);
      const optimizer = this.optimizer_;
      this.optimizer_ = standStill;
      return during(() => this.optimizer_ = optimizer, () => train(data));
    };
  };
  // Its warning asks to compile again, which is no longer needed.
  model.checkTrainableWeightsConsistency = () => {};
}

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

trainThawedWeights();
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
