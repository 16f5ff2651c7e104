import * as tf from "@tensorflow/tfjs";
import type { OptimizerOptions } from "./optimizer_options.ts";

/** The gradient of the weight of that name. */
export type NamedGradient = [weight: string, gradient: tf.Tensor];

/** The gradients as the options have them clipped; runs in a `tidy`. */
export function clipGradients(
  gradients: NamedGradient[],
  { clipNorm, globalClipNorm, clipValue }: OptimizerOptions,
): NamedGradient[] {
  const each = (change: (gradient: tf.Tensor) => tf.Tensor) =>
    gradients.map(([name, gradient]): NamedGradient => [
      name,
      change(gradient),
    ]);
  if (clipValue !== undefined) {
    return each((gradient) => gradient.clipByValue(-clipValue, clipValue));
  }
  const scale = (length: tf.Tensor, most: number) =>
    tf.div(most, tf.maximum(length, most));
  if (clipNorm !== undefined) {
    return each((gradient) =>
      gradient.mul(scale(gradient.square().sum().sqrt(), clipNorm))
    );
  }
  if (globalClipNorm !== undefined && gradients.length > 0) {
    const length = gradients.map(([, gradient]) => gradient.square().sum())
      .reduce((sum, one) => sum.add(one)).sqrt();
    const factor = scale(length, globalClipNorm);
    return each((gradient) => gradient.mul(factor));
  }
  return gradients;
}
