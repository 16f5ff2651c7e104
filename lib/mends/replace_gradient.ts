import * as tf from "@tensorflow/tfjs";

/**
 * Registers another gradient for a kernel, on all backends.
 *
 * @param make Is given the gradient that tfjs ships, to fall back on.
 */
export function replaceGradient(
  kernelName: string,
  make: (shipped: tf.GradFunc) => tf.GradFunc,
): void {
  const shipped = tf.getGradient(kernelName);
  tf.unregisterGradient(kernelName);
  tf.registerGradient({ ...shipped, gradFunc: make(shipped.gradFunc) });
}
