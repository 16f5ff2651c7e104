/**
 * A lower learning rate once a metric no longer improves.
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
import { logNumbers } from "../log_numbers.ts";
import { Monitor, type MonitorOptions } from "../monitor.ts";

/** Named and set as in Keras. */
export interface ReduceLrOnPlateauOptions extends MonitorOptions {
  /** What the rate is multiplied by, in `[0, 1)`; 0.1. */
  factor?: number;
  /** Epochs without improvement before that; 10. */
  patience?: number;
  /** Epochs after a reduction in which nothing counts; 0. */
  cooldown?: number;
  /** The rate goes no lower; 0. */
  minLr?: number;
}

interface State {
  best: number | undefined;
  wait: number;
  cooldown: number;
}

class ReduceLrOnPlateau extends tf.Callback implements Remembering {
  readonly name = "reduceLrOnPlateau";
  readonly #monitor: Monitor;
  readonly #options: Required<
    Pick<ReduceLrOnPlateauOptions, "factor" | "patience" | "cooldown" | "minLr">
  >;
  #state: State = { best: undefined, wait: 0, cooldown: 0 };
  #hasValidation = false;

  constructor(options: ReduceLrOnPlateauOptions) {
    super();
    checkOptions("reduceLrOnPlateau", options, {
      monitor: "text",
      minDelta: "number",
      mode: true,
      factor: "number",
      patience: "number",
      cooldown: "number",
      minLr: "number",
    });
    const { factor = 0.1, patience = 10, cooldown = 0, minLr = 0 } = options;
    if (!(factor >= 0 && factor < 1)) {
      throw new RangeError(`factor must lie in [0, 1), got ${factor}`);
    }
    for (const [name, value] of Object.entries({ patience, cooldown, minLr })) {
      if (!(typeof value === "number" && value >= 0)) {
        throw new RangeError(`${name} must be at least 0, got ${value}`);
      }
    }
    this.#monitor = new Monitor("reduceLrOnPlateau", {
      minDelta: 1e-4,
      ...options,
    });
    this.#options = { factor, patience, cooldown, minLr };
  }

  override onTrainBegin(logs?: tf.Logs): Promise<void> {
    if (!logs?.resumed) {
      this.#state = { best: undefined, wait: 0, cooldown: 0 };
    }
    return Promise.resolve();
  }

  override async onEpochEnd(_epoch: number, logs?: tf.Logs): Promise<void> {
    const values = await logNumbers(logs);
    this.#hasValidation ||= "val_loss" in values;
    const value = this.#monitor.valueIn(values, this.#hasValidation);
    const { optimizer } = this.model;
    const rate = getLearningRate(optimizer);
    // Written into the history, as Keras does.
    if (logs) logs.learning_rate = rate;
    if (value === undefined) return;
    const { factor, patience, cooldown, minLr } = this.#options;
    const state = this.#state;
    if (state.cooldown > 0) {
      state.cooldown--;
      state.wait = 0;
    }
    if (this.#monitor.improves(value, state.best, values)) {
      state.best = value;
      state.wait = 0;
    } else if (state.cooldown === 0 && ++state.wait >= patience) {
      if (rate > minLr) {
        setLearningRate(optimizer, Math.max(rate * factor, minLr));
        state.cooldown = cooldown;
        state.wait = 0;
      }
    }
  }

  saveState(): unknown {
    return this.#state;
  }

  loadState(state: unknown): void {
    this.#state = state as State;
  }
}

/**
 * Lowers the learning rate of any optimizer when a metric has stopped
 * improving, as Keras's `ReduceLROnPlateau`. The history gets
 * `learning_rate`, the rate of each epoch.
 *
 * @returns A callback for `fit`, tfjs's too.
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If one is out of range, or in `fit` if there is no such
 * metric.
 */
export function reduceLrOnPlateau(
  options: ReduceLrOnPlateauOptions = {},
): tf.Callback {
  return new ReduceLrOnPlateau(options);
}
