/**
 * Trap of tfjs 4.22: a layer of a class without a static `className` can't be
 * made; the error is about properties of undefined.
 *
 * Here such a class goes by its own name, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

export function classWithoutName(): void {
  tf.serialization.Serializable.prototype.getClassName = function () {
    const { className, name } = this.constructor as unknown as {
      className?: string;
      name: string;
    };
    if (className || name) return className || name;
    throw new TypeError(
      'A layer\'s class needs a name: class Scale extends tf.layers.Layer { static className = "Scale"; }',
    );
  };
}
