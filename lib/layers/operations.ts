/**
 * Operations of models of Keras, such as `x + y`: in Keras they lose the masks
 * of what they take, which layers of the same arithmetic keep.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "./register_layer.ts";

type Layer = tf.layers.Layer;

/** Without a name they would take numbers from the layers of models. */
const NAMED = { name: "built_in" };

/** tfjs's own layers, whose classes are not exported. */
const BUILT_IN: Record<string, Layer> = {
  Add: tf.layers.add(NAMED),
  Maximum: tf.layers.maximum(NAMED),
  Minimum: tf.layers.minimum(NAMED),
  Multiply: tf.layers.multiply(NAMED),
  Rescaling: tf.layers.rescaling({ ...NAMED, scale: 1 }),
};

for (const [name, layer] of Object.entries(BUILT_IN)) {
  const BuiltIn = layer.constructor as
    & Pick<typeof tf.layers.Layer, "fromConfig">
    & (new (args: object) => Layer);
  class Operation extends BuiltIn {
    static className: string = className(`${name}Operation`);

    constructor(args: object) {
      super(args);
      this.supportsMasking = false;
    }
  }
  registerLayer(Operation);
}
