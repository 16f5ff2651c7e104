/**
 * The share of variance that is explained, as Keras has it: of each output, and
 * their average. That of tfjs 4.22 takes all outputs for one, so that outputs of
 * different sizes explain each other.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** @returns A scalar; 0 counts for an output whose target never changes. */
export function r2Score(yTrue: tf.Tensor, yPred: tf.Tensor): tf.Tensor {
  return tf.tidy(() => {
    const samples = yTrue.shape[0] ?? 1;
    const target = yTrue.cast("float32").reshape([samples, -1]);
    const left = target.sub(yPred.reshape([samples, -1])).square().sum(0);
    const whole = target.sub(target.mean(0)).square().sum(0);
    const scores = tf.sub(1, left.div(whole));
    return tf.where(scores.isInf(), tf.zerosLike(scores), scores).mean();
  });
}
