/**
 * Trap of tfjs 4.22: the metric `precision` counts only predictions that are 1
 * exactly, so that it is 0 for any probability; `recall` and `r2Score` are not
 * known by name, and the latter takes several outputs for one.
 *
 * Here a prediction above a half is positive, as in Keras. Over several batches
 * it is their average, as for all metrics of tfjs; Keras counts over all.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { r2Score } from "./r2_score.ts";

type Metric = (yTrue: tf.Tensor, yPred: tf.Tensor) => tf.Tensor;

/** How many are positive of those that another tensor says are; 0 of none. */
function share(positive: tf.Tensor, among: tf.Tensor): tf.Tensor {
  const count = among.cast("float32").sum();
  const both = tf.logicalAnd(positive, among).cast("float32").sum();
  return both.div(tf.maximum(count, 1));
}

const isPositive = (values: tf.Tensor) => values.cast("float32").greater(0.5);

export const precision: Metric = (yTrue, yPred) =>
  tf.tidy(() => share(isPositive(yTrue), isPositive(yPred)));

export const recall: Metric = (yTrue, yPred) =>
  tf.tidy(() => share(isPositive(yPred), isPositive(yTrue)));

const BY_NAME: Record<string, Metric> = { precision, r2Score, recall };

type Metrics = NonNullable<tf.ModelCompileArgs["metrics"]>;

function named(metrics: Metrics): Metrics {
  if (typeof metrics === "string") {
    return (BY_NAME[metrics] ?? metrics) as Metrics;
  }
  if (Array.isArray(metrics)) return metrics.map(named) as Metrics;
  if (metrics === null || typeof metrics !== "object") return metrics;
  if ("updateState" in metrics) {
    const { name } = metrics as unknown as { name: string };
    throw new TypeError(
      `${name} counts over all batches, which a compiled metric can't: give its updateState() the targets and predictions`,
    );
  }
  return Object.fromEntries(
    Object.entries(metrics).map(([output, own]) => [output, named(own)]),
  ) as Metrics;
}

export function precisionAndRecall(): void {
  Object.assign(tf.metrics, BY_NAME);
  const { prototype } = tf.LayersModel;
  const { compile } = prototype;
  prototype.compile = function (args) {
    const { metrics } = args;
    compile.call(this, metrics ? { ...args, metrics: named(metrics) } : args);
  };
}
