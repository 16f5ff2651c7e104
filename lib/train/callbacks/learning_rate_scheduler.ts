/**
 * A learning rate that follows a plan, for any optimizer.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../../options/check_options.ts";
import {
  getLearningRate,
  setLearningRate,
} from "../../weights/learning_rate.ts";
import type { Remembering } from "../fit_callbacks.ts";
import { LearningRateSchedule } from "../optimizers/learning_rate_schedule.ts";

/** The rate of an epoch or batch, from its index and the rate before. */
export type RatePlan = (index: number, rate: number) => number;

/** How a plan is read. */
export interface LearningRateSchedulerOptions {
  /** What a plan counts: `epoch`, or `batch` over all epochs. */
  every?: "epoch" | "batch";
}

class LearningRateScheduler extends tf.Callback implements Remembering {
  readonly name = "learningRateScheduler";
  readonly #plan: RatePlan;
  readonly #every: "epoch" | "batch";
  #batches = 0;

  constructor(
    plan: RatePlan | LearningRateSchedule,
    options: LearningRateSchedulerOptions,
  ) {
    super();
    checkOptions("learningRateScheduler", options, { every: true });
    const isSchedule = plan instanceof LearningRateSchedule;
    if (!isSchedule && typeof plan !== "function") {
      throw new TypeError(
        `A plan is a function of the epoch or a schedule, got ${plan}`,
      );
    }
    this.#plan = isSchedule ? plan.at : plan;
    // Keras's schedules count steps.
    const { every = isSchedule ? "batch" : "epoch" } = options;
    if (every !== "epoch" && every !== "batch") {
      throw new RangeError(`every must be epoch or batch, got ${every}`);
    }
    this.#every = every;
  }

  #set(index: number): void {
    const { optimizer } = this.model;
    setLearningRate(optimizer, this.#plan(index, getLearningRate(optimizer)));
  }

  override onTrainBegin(logs?: tf.Logs): Promise<void> {
    if (!logs?.resumed) this.#batches = 0;
    return Promise.resolve();
  }

  override onEpochBegin(epoch: number): Promise<void> {
    if (this.#every === "epoch") this.#set(epoch);
    return Promise.resolve();
  }

  override onBatchBegin(): Promise<void> {
    if (this.#every === "batch") this.#set(this.#batches++);
    return Promise.resolve();
  }

  override onEpochEnd(_epoch: number, logs?: tf.Logs): Promise<void> {
    if (logs) logs.learning_rate = getLearningRate(this.model.optimizer);
    return Promise.resolve();
  }

  saveState(): unknown {
    return this.#batches;
  }

  loadState(state: unknown): void {
    this.#batches = state as number;
  }
}

/**
 * Sets the learning rate before each epoch or batch, as Keras's
 * `LearningRateScheduler`; a schedule such as `cosineDecay` counts batches. The
 * history gets `learning_rate`, the rate at the end of each epoch.
 *
 * @returns A callback for `fit`, tfjs's too.
 * @throws {TypeError} If there is no such option, or the plan is none.
 */
export function learningRateScheduler(
  plan: RatePlan | LearningRateSchedule,
  options: LearningRateSchedulerOptions = {},
): tf.Callback {
  return new LearningRateScheduler(plan, options);
}
