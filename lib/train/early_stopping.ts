/**
 * When to stop training, and which weights to go back to.
 *
 * tfjs has an `EarlyStopping` that can't restore weights; this one always
 * does, however the training ends.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import type * as tf from "@tensorflow/tfjs";
import { WeightSnapshot } from "./weight_snapshot.ts";

/** Named as in Keras. */
export interface EarlyStoppingOptions {
  /** What to watch; `val_loss`, or `loss` without validation. */
  monitor?: string;
  /** Least change that counts as an improvement, at least 0; 0. */
  minDelta?: number;
  /** Epochs without improvement before it stops; 0. */
  patience?: number;
  /** Whether less or more is better; by default more for accuracies and AUC. */
  mode?: "min" | "max" | "auto";
}

/** Watches one training. */
export class EarlyStopping {
  /** Name in the logs of an epoch. */
  readonly monitor: string;
  /** Epoch of the best value, from 0; undefined before the first. */
  bestEpoch: number | undefined;
  readonly #sign: 1 | -1;
  readonly #minDelta: number;
  readonly #patience: number;
  #best = Infinity;
  #wait = 0;
  #snapshot: WeightSnapshot | undefined;

  /**
   * @throws {TypeError} If there is no such option.
   * @throws {RangeError} If `minDelta` or `patience` is negative.
   */
  constructor(options: EarlyStoppingOptions, hasValidation: boolean) {
    checkOptions("earlyStopping", options, {
      monitor: true,
      minDelta: true,
      patience: true,
      mode: true,
    });
    const { minDelta = 0, patience = 0, mode = "auto" } = options;
    for (const [name, value] of Object.entries({ minDelta, patience })) {
      if (!(value >= 0)) {
        throw new RangeError(`${name} must be at least 0, got ${value}`);
      }
    }
    this.monitor = options.monitor ?? (hasValidation ? "val_loss" : "loss");
    const isMore = mode === "auto"
      ? /acc|auc/i.test(this.monitor)
      : mode === "max";
    this.#sign = isMore ? -1 : 1;
    this.#minDelta = minDelta;
    this.#patience = patience;
  }

  /**
   * Takes in an epoch.
   *
   * @returns Whether to stop.
   * @throws {RangeError} If the logs lack what is watched.
   */
  observe(
    model: tf.LayersModel,
    epoch: number,
    logs: Record<string, number>,
  ): boolean {
    if (!(this.monitor in logs)) {
      throw new RangeError(
        `Early stopping watches ${this.monitor}, which is none of ${
          Object.keys(logs).join(", ")
        }`,
      );
    }
    const value = this.#sign * logs[this.monitor];
    if (value < this.#best - this.#minDelta) {
      this.#best = value;
      this.#wait = 0;
      this.bestEpoch = epoch;
      this.#snapshot?.dispose();
      this.#snapshot = new WeightSnapshot(model);
      return false;
    }
    return ++this.#wait >= this.#patience;
  }

  /** Puts the best weights back, if there are any, and lets go of them. */
  restore(): void {
    this.#snapshot?.restore();
    this.#snapshot?.dispose();
    this.#snapshot = undefined;
  }

  /** Takes the present weights as the best, when a training is resumed. */
  resume(model: tf.LayersModel): void {
    if (this.bestEpoch !== undefined) {
      this.#snapshot = new WeightSnapshot(model);
    }
  }
}
