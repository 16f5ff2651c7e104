/**
 * Fine-tuning a model in one go: the head first, then the base thawed from the
 * top down, with lower rates further down and a slanted schedule.
 *
 * @see Howard and Ruder, "Universal Language Model Fine-tuning for Text
 * Classification", ACL 2018, sections 3.2 and 3.3.
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import type * as tf from "@tensorflow/tfjs";
import { type BatchDataset, isDataset, type Tensors } from "./batches.ts";
import { FineTunePlan } from "./fine_tune_plan.ts";
import { FINE_TUNE_OPTIONS, type FineTuneOptions } from "./fine_tune_stages.ts";
import type { FitOptions } from "./fit_options.ts";
import type { TrainingHistory } from "./training_history.ts";

type TuneAndFitOptions = FineTuneOptions & Omit<FitOptions, "epochs">;

/** The plan that a model was last trained by, for a training that goes on. */
const plans = new WeakMap<tf.LayersModel, FineTunePlan>();

/**
 * Compiles a model for fine-tuning and returns the plan: `audit(model, plan)`
 * shows it layer by layer, `plan.fit(x, y)` follows it.
 */
export function fineTune(
  model: tf.LayersModel,
  options: FineTuneOptions,
): FineTunePlan;
/**
 * Fine-tunes a model: the head alone at first, then the base thawed part by
 * part from the top down, each part with a lower rate, all rates rising
 * shortly and falling long.
 *
 * ```ts ignore
 * import * as tf from "@tensorflow/tfjs";
 * import { fineTune } from "thaw";
 *
 * const base = tf.sequential({
 *   name: "base",
 *   layers: [
 *     tf.layers.dense({ name: "low", units: 4, inputShape: [3] }),
 *     tf.layers.dense({ name: "high", units: 4 }),
 *   ],
 * });
 * const model = tf.sequential({
 *   layers: [base, tf.layers.dense({ units: 1 })],
 * });
 * model.compile({ optimizer: "adam", loss: "meanSquaredError" });
 * const [x, y] = [tf.ones([8, 3]), tf.ones([8, 1])];
 * await fineTune(model, x, y, { base: "base", epochs: 10 });
 * ```
 *
 * @param options Those of the plan and those of `fit`; `resume: true` goes on
 * with the plan of the training that was stopped.
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If an option is out of range, or a filter means no layer
 * with weights.
 */
export function fineTune(
  model: tf.LayersModel,
  x: Tensors,
  y: Tensors,
  options: TuneAndFitOptions,
): Promise<TrainingHistory>;
/**
 * Fine-tunes on a dataset of batches `{ xs, ys }`. Its rates fall where the
 * number of batches is known, from the dataset or by `batchesPerEpoch`; else
 * they stay at their highest.
 */
export function fineTune(
  model: tf.LayersModel,
  dataset: BatchDataset,
  options: TuneAndFitOptions,
): Promise<TrainingHistory>;
export function fineTune(
  model: tf.LayersModel,
  ...args:
    | [FineTuneOptions]
    | [Tensors, Tensors, TuneAndFitOptions]
    | [BatchDataset, TuneAndFitOptions]
): FineTunePlan | Promise<TrainingHistory> {
  requireKind("fineTune", "model", model, "model");
  if (args.length === 1) return new FineTunePlan(model, args[0]);
  const options = args.at(-1) as TuneAndFitOptions;
  requireKind("fineTune", "options", options, "object");
  const [ofPlan, ofFit] = [true, false].map((isPlan) =>
    Object.fromEntries(
      Object.entries(options).filter(([name]) =>
        name in FINE_TUNE_OPTIONS === isPlan
      ),
    )
  );
  const former = options.resume ? plans.get(model) : undefined;
  const plan = former ??
    new FineTunePlan(model, ofPlan as unknown as FineTuneOptions);
  plans.set(model, plan);
  const [x] = args;
  return isDataset(x)
    ? plan.fit(x, ofFit)
    : plan.fit(x, args[1] as Tensors, ofFit);
}
