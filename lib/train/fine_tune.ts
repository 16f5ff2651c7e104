/**
 * Fine-tuning a model in one go: the head first, then the base thawed from the
 * top down, with lower rates further down and a slanted schedule.
 *
 * @see Howard and Ruder, "Universal Language Model Fine-tuning for Text
 * Classification", ACL 2018, sections 3.2 and 3.3.
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { Tensors } from "./batches.ts";
import {
  FINE_TUNE_OPTIONS,
  type FineTuneOptions,
  FineTunePlan,
} from "./fine_tune_plan.ts";
import type { FitOptions } from "./fit_options.ts";
import type { TrainingHistory } from "./training_history.ts";

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
 * await fineTune(model, x, y, { base: "mobilenet", epochs: 10 });
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
  options: FineTuneOptions & Omit<FitOptions, "epochs">,
): Promise<TrainingHistory>;
export function fineTune(
  model: tf.LayersModel,
  ...args: [FineTuneOptions] | [
    Tensors,
    Tensors,
    FineTuneOptions & Omit<FitOptions, "epochs">,
  ]
): FineTunePlan | Promise<TrainingHistory> {
  if (args.length === 1) return new FineTunePlan(model, args[0]);
  const [x, y, options] = args;
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
  return plan.fit(x, y, ofFit);
}
