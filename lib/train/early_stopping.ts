/**
 * When to stop training, and which weights to go back to.
 *
 * tfjs has an `EarlyStopping` that can't restore weights; this one does,
 * however the training ends.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../options/check_options.ts";
import type { Remembering } from "./fit_callbacks.ts";
import { logNumbers } from "./log_numbers.ts";
import { Monitor, type MonitorOptions } from "./monitor.ts";
import { WeightSnapshot } from "./weight_snapshot.ts";

/** Named as in Keras. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement before it stops; 0. */
  patience?: number;
  /** Improvements count only if they also beat this value. */
  baseline?: number;
  /** Epochs to let pass before it watches, from 0; 0. */
  startFromEpoch?: number;
  /** Whether the best weights come back at the end; true, unlike in Keras. */
  restoreBestWeights?: boolean;
}

interface State {
  best: number | undefined;
  bestEpoch: number | undefined;
  wait: number;
  snapshot: WeightSnapshot | undefined;
}

/** Watches one training; a callback for tfjs's `fit`, too. */
export class EarlyStopping extends tf.Callback implements Remembering {
  readonly name = "earlyStopping";
  /** Whether the training has validation, so that a default is `val_loss`. */
  hasValidation = false;
  readonly #monitor: Monitor;
  readonly #patience: number;
  readonly #baseline: number | undefined;
  readonly #startFromEpoch: number;
  readonly #restores: boolean;
  #state: State = emptyState();

  /**
   * @throws {TypeError} If there is no such option.
   * @throws {RangeError} If an option is out of range.
   */
  constructor(options: EarlyStoppingOptions = {}) {
    super();
    checkOptions("earlyStopping", options, {
      monitor: "text",
      minDelta: "number",
      mode: true,
      patience: "number",
      baseline: "number",
      startFromEpoch: "number",
      restoreBestWeights: "boolean",
    });
    const { patience = 0, startFromEpoch = 0 } = options;
    for (const [name, value] of Object.entries({ patience, startFromEpoch })) {
      if (!(typeof value === "number" && value >= 0)) {
        throw new RangeError(`${name} must be at least 0, got ${value}`);
      }
    }
    this.#monitor = new Monitor("earlyStopping", options);
    this.#patience = patience;
    this.#baseline = options.baseline;
    this.#startFromEpoch = startFromEpoch;
    this.#restores = options.restoreBestWeights ?? true;
  }

  /** Epoch of the best value, from 0; undefined before the first. */
  get bestEpoch(): number | undefined {
    return this.#state.bestEpoch;
  }

  /** Whether the best weights come back at the end. */
  get restores(): boolean {
    return this.#restores && this.#state.snapshot !== undefined;
  }

  /** Tensors it holds. */
  get held(): number {
    return this.#state.snapshot?.size ?? 0;
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
    const value = this.#monitor.valueIn(logs, this.hasValidation);
    if (value === undefined || epoch < this.#startFromEpoch) return false;
    const state = this.#state;
    const isBetter = this.#monitor.improves(value, state.best, logs);
    if (isBetter || state.bestEpoch === undefined) {
      state.bestEpoch = epoch;
      state.snapshot?.dispose();
      if (this.#restores) state.snapshot = new WeightSnapshot(model);
    }
    state.wait++;
    if (!isBetter) return state.wait >= this.#patience && epoch > 0;
    state.best = value;
    const beats = this.#baseline === undefined ||
      this.#monitor.improves(value, this.#baseline, logs);
    if (beats) state.wait = 0;
    return false;
  }

  /** Puts the best weights in place and keeps them. */
  restore(): void {
    if (this.#restores) this.#state.snapshot?.restore();
  }

  /** Whether the model's weights are the best ones, put there by `restore`. */
  isInPlace(): boolean {
    return this.#state.snapshot?.isInPlace() ?? false;
  }

  /** Lets go of the best weights. */
  dispose(): void {
    this.#state.snapshot?.dispose();
    this.#state.snapshot = undefined;
  }

  saveState(): unknown {
    return this.#state;
  }

  loadState(state: unknown): void {
    this.#state = state as State;
  }

  // What follows is for tfjs's own `fit`, which knows nothing of the above.

  override onTrainBegin(): Promise<void> {
    this.dispose();
    this.#state = emptyState();
    return Promise.resolve();
  }

  override async onEpochEnd(epoch: number, logs?: tf.Logs): Promise<void> {
    const values = await logNumbers(logs);
    this.hasValidation ||= "val_loss" in values;
    if (this.observe(this.model, epoch, values)) {
      this.model.stopTraining = true;
    }
  }

  override onTrainEnd(): Promise<void> {
    this.restore();
    this.dispose();
    return Promise.resolve();
  }
}

function emptyState(): State {
  return {
    best: undefined,
    bestEpoch: undefined,
    wait: 0,
    snapshot: undefined,
  };
}

/**
 * Stops a training that no longer improves, as Keras's `EarlyStopping`; unlike
 * there, the best weights come back unless `restoreBestWeights` is false.
 *
 * @returns A callback for `fit`, tfjs's too.
 */
export function earlyStopping(options?: EarlyStoppingOptions): EarlyStopping {
  return new EarlyStopping(options);
}
