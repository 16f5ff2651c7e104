/**
 * Trap of tfjs 4.22: `fit` trains the weights that were thawed when the model
 * was compiled. Thawing later has no effect, and freezing all of them throws.
 *
 * Here `fit` asks for the thawed weights at each batch.
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

export function weightsThawedLate(): void {
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
