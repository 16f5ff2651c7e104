/**
 * Keras's activations that TensorFlow.js has not, under Keras's names in
 * camelCase: for layers by name, and for models of Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

const ACTIVATIONS: Record<string, (x: tf.Tensor) => tf.Tensor> = {
  celu: (x) => x.relu().add(x.minimum(0).exp().sub(1)),
  exponential: (x) => x.exp(),
  hardShrink: (x) => x.mul(x.abs().greater(0.5).cast("float32")),
  hardSilu: (x) => x.mul(x.add(3).clipByValue(0, 6)).div(6),
  hardTanh: (x) => x.clipByValue(-1, 1),
  // Keras 3's hard_sigmoid; that of tfjs is another.
  kerasHardSigmoid: (x) => x.div(6).add(0.5).clipByValue(0, 1),
  leakyRelu: (x) => x.leakyRelu(0.2),
  // The gradient of tfjs's own throws.
  logSigmoid: (x) => x.neg().softplus().neg(),
  softShrink: (x) => x.sub(x.clipByValue(-0.5, 0.5)),
  squareplus: (x) => x.add(x.square().add(4).sqrt()).div(2),
  tanhShrink: (x) => x.sub(x.tanh()),
};

for (const [name, compute] of Object.entries(ACTIVATIONS)) {
  class Activation extends tf.serialization.Serializable {
    static className = name;

    apply(x: tf.Tensor): tf.Tensor {
      return tf.tidy(() => compute(x));
    }

    override getConfig(): tf.serialization.ConfigDict {
      return {};
    }
  }
  tf.serialization.registerClass(Activation);
}
