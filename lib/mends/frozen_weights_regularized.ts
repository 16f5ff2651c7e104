/**
 * Trap of tfjs 4.22: the loss counts the regularization of frozen weights,
 * which no step can lower, so that losses are not comparable before and after
 * something is frozen.
 *
 * Here it counts that of the weights that train, as Keras 3 does.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

interface Growing {
  readonly trainable: boolean;
  addWeight(
    name: string,
    shape: tf.Shape,
    dtype?: tf.DataType,
    initializer?: unknown,
    regularizer?: { apply(x: tf.Tensor): tf.Scalar } | null,
    ...rest: unknown[]
  ): tf.LayerVariable;
  addLoss(loss: () => tf.Scalar): void;
}

export function frozenWeightsRegularized(): void {
  const layer = tf.layers.Layer.prototype as unknown as Growing;
  const { addWeight } = layer;
  layer.addWeight = function (
    name,
    shape,
    dtype,
    initializer,
    regularizer,
    ...rest
  ) {
    const add = addWeight.bind(this, name, shape, dtype, initializer);
    const weight = add(undefined, ...rest);
    if (!regularizer) return weight;
    this.addLoss(() => {
      const { trainable } = weight as unknown as { trainable: boolean };
      return trainable && this.trainable
        ? regularizer.apply(weight.read())
        : tf.scalar(0);
    });
    return weight;
  };
}
