import * as tf from "@tensorflow/tfjs";

/** How many tensors there are that are no variables, which have names. */
export function looseTensors(): number {
  const { registeredVariables } = tf.engine().state;
  return tf.memory().numTensors - Object.keys(registeredVariables).length;
}
