/**
 * Trap of tfjs 4.22: the metric `precision` counts only predictions that are 1
 * exactly, so that it is 0 for any probability; `recall`, `auc`, `r2Score`,
 * `meanSquaredError` and others are not known by name. A model whose outputs
 * have several metrics each can't be saved with its optimizer, and one that is
 * saved with a function of the user's as a metric can't be loaded.
 *
 * Here a prediction above a half is positive, names are those of Keras, and
 * metrics are saved and loaded with what they were made with. A model is loaded
 * without metrics that were functions of the user's, with a warning. A function
 * without a name is logged as lambda, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { suggestion } from "../options/check_options.ts";
import { requireKnown } from "../options/known_value.ts";
import { aucMetric, precisionMetric, recallMetric } from "./binary_metrics.ts";
import {
  compiledMetric,
  type EpochMetric,
  epochMetricOf,
  type MetricFunction,
  type SavedMetric,
} from "./epoch_metric.ts";
import { compileLoadedWith } from "./loaded_compile.ts";
import { r2ScoreMetric } from "./r2_score.ts";
import { rootMeanSquaredErrorMetric } from "./root_mean_squared_error.ts";

/** Metrics by the names that `compile` knows. */
const EPOCH_METRICS: EpochMetric[] = [
  precisionMetric({ threshold: 0.5, name: "precision" }),
  recallMetric({ threshold: 0.5, name: "recall" }),
  aucMetric({ numThresholds: 200, curve: "ROC", name: "auc" }),
  r2ScoreMetric,
  rootMeanSquaredErrorMetric,
];

const BY_NAME: Record<string, MetricFunction> = Object.fromEntries(
  EPOCH_METRICS.map((metric) => [metric.name, compiledMetric(metric)]),
);

// deno-lint-ignore no-explicit-any -- each class has its own configuration
const CLASSES: Record<string, (config: any) => EpochMetric> = {
  AUC: aucMetric,
  Precision: precisionMetric,
  Recall: recallMetric,
};

/** Names that tfjs takes, or says that it has no such metric. */
const OF_TFJS = [
  "accuracy",
  "acc",
  "crossentropy",
  "ce",
  "binaryAccuracy",
  "categoricalAccuracy",
  "categoricalCrossentropy",
  "sparseCategoricalCrossentropy",
  "mse",
  "MSE",
  "mae",
  "MAE",
  "mape",
  "MAPE",
  "cosine",
];

/** Functions of `tf.metrics` that tfjs does not know by their names. */
const UNNAMED = [
  "binaryCrossentropy",
  "cosineProximity",
  "meanAbsoluteError",
  "meanAbsolutePercentageError",
  "meanSquaredError",
  "sparseCategoricalAccuracy",
] as const;

type Metrics = NonNullable<tf.ModelCompileArgs["metrics"]>;

/** A list of lists, one for each output as in Keras, by the outputs' names. */
function byOutput(
  metrics: Metrics,
  { outputNames }: { readonly outputNames: string[] },
): Metrics {
  if (!Array.isArray(metrics)) {
    if (typeof metrics === "object" && !("updateState" in metrics)) {
      for (const name of Object.keys(metrics)) {
        requireKnown("The output of metrics", name, outputNames);
      }
    }
    return metrics;
  }
  const lists: unknown[] = metrics;
  if (!lists.some(Array.isArray)) return metrics;
  if (lists.length !== outputNames.length) {
    throw new RangeError(
      `Metrics in lists need one for each of ${
        outputNames.join(", ")
      }, got ${lists.length}`,
    );
  }
  return Object.fromEntries(
    outputNames.map((name, i) => [name, lists[i] ?? []]),
  ) as Metrics;
}

/** What `compile` of tfjs understands. */
function named(metrics: Metrics): Metrics {
  if (typeof metrics === "string") return byName(metrics) as Metrics;
  if (Array.isArray(metrics)) return metrics.map(named) as Metrics;
  if (typeof metrics === "function") return withName(metrics);
  if (metrics === null || typeof metrics !== "object") return metrics;
  if ("updateState" in metrics) {
    throw new TypeError(
      "An object with updateState() can't be compiled: give it the targets and predictions, or compile auc(), precision(), recall() or a function",
    );
  }
  return Object.fromEntries(
    Object.entries(metrics).map(([output, own]) => [output, named(own)]),
  ) as Metrics;
}

/** tfjs would log the values under no name. */
function withName(metric: MetricFunction): MetricFunction {
  if (metric.name !== "") return metric;
  const lambda: MetricFunction = (targets, outputs) => metric(targets, outputs);
  return lambda;
}

/** All names that `compile` takes. */
const NAMES = [...OF_TFJS, ...Object.keys(BY_NAME), ...UNNAMED];

function byName(name: string): string | MetricFunction {
  if (Object.hasOwn(BY_NAME, name)) return BY_NAME[name];
  const unnamed = UNNAMED.find((one) => one === name);
  if (unnamed) return tf.metrics[unnamed];
  if (NAMES.includes(name)) return name;
  throw new RangeError(
    `There is no metric ${name}${suggestion(name, NAMES)} There is ${
      NAMES.join(", ")
    }`,
  );
}

export function metricsByName(): void {
  Object.assign(tf.metrics, BY_NAME);
  const { prototype } = tf.LayersModel;
  const { compile } = prototype;
  prototype.compile = function (args) {
    const metrics = args.metrics && named(byOutput(args.metrics, this));
    compile.call(this, metrics ? { ...args, metrics } : args);
  };
  metricsAreSaved(prototype as unknown as Saving);
}

type SavedMetrics = string | SavedMetric | SavedMetrics[] | {
  [output: string]: SavedMetrics;
};

/** What is used of a model that is saved with its optimizer. */
interface Saving {
  metrics?: Metrics;
  getMetricIdentifiers(): SavedMetrics;
}

/** Saves and loads metrics with what they were made with. */
function metricsAreSaved(model: Saving): void {
  const { getMetricIdentifiers } = model;
  const saved = (metrics: Metrics): SavedMetrics => {
    if (Array.isArray(metrics)) return metrics.map(saved);
    if (typeof metrics === "object") {
      return Object.fromEntries(
        Object.entries(metrics).map(([output, own]) => [output, saved(own)]),
      );
    }
    const ofEpoch = typeof metrics === "function" && epochMetricOf(metrics);
    return ofEpoch && isChanged(ofEpoch)
      ? ofEpoch.saved!
      : (getMetricIdentifiers.call({ metrics } as Saving) as string[])[0];
  };
  model.getMetricIdentifiers = function () {
    return this.metrics ? [saved(this.metrics)].flat() : [];
  };
  compileLoadedWith(
    "metrics",
    (metrics: SavedMetrics | null | undefined) => ({
      metrics: metrics && loaded(metrics),
    }),
  );
}

/** Whether its name alone does not say all of it. */
function isChanged({ name, saved }: EpochMetric): boolean {
  const plain = EPOCH_METRICS.find((metric) => metric.name === name);
  return JSON.stringify(plain?.saved) !== JSON.stringify(saved);
}

/** One metric, or none where it was a function of the user's. */
function loadedByName(saved: string): string[] {
  const name = saved.replaceAll(
    /_+(\w)/g,
    (_, letter) => letter.toUpperCase(),
  );
  if (NAMES.includes(name)) return [name];
  console.warn(
    `The model is loaded without its metric ${saved}, which is none of TensorFlow.js; compile it again with the function`,
  );
  return [];
}

function loaded(metrics: SavedMetrics): Metrics {
  if (typeof metrics === "string") return loadedByName(metrics);
  if (Array.isArray(metrics)) {
    return metrics.flatMap((metric) =>
      typeof metric === "string" ? loadedByName(metric) : [loaded(metric)]
    ) as Metrics;
  }
  if (!("class_name" in metrics)) {
    return Object.fromEntries(
      Object.entries(metrics).map(([output, own]) => [output, loaded(own)]),
    ) as Metrics;
  }
  const { class_name, config } = metrics as SavedMetric;
  const make = CLASSES[class_name];
  if (make) return compiledMetric(make(config)) as Metrics;
  throw new RangeError(
    `The model was saved with a metric of the class ${class_name}, which is not known`,
  );
}
