/**
 * A metric that is watched, and whether less of it or more is better.
 *
 * @module
 */

import { metricNamed } from "./metric_named.ts";

/** Named as in Keras. */
export interface MonitorOptions {
  /**
   * What to watch; `val_loss`, or `loss` without validation. `val_accuracy`
   * also means tfjs's `val_acc`.
   */
  monitor?: string;
  /** Least change that counts as an improvement, at least 0; 0. */
  minDelta?: number;
  /** Whether less or more is better; by default more for accuracies and the like. */
  mode?: "min" | "max" | "auto";
}

/**
 * Metrics of which more is better. The cosine of tfjs is the negative one, and
 * the loss of an output is one whatever the output is called.
 */
const MORE_IS_BETTER =
  /^(?!.*loss$).*(acc|auc|precision|recall|f1|iou|r2|similarity)/i;

/** Watches one metric, and says whether it has improved. */
export class Monitor {
  readonly #owner: string;
  readonly #given: string | undefined;
  readonly #mode: "min" | "max" | "auto";
  readonly #minDelta: number;

  /**
   * @param owner Who watches, as messages name it: `earlyStopping`.
   * @throws {RangeError} If `minDelta` is negative or `mode` is none.
   */
  constructor(owner: string, options: MonitorOptions) {
    const { monitor, minDelta = 0, mode = "auto" } = options;
    if (!(minDelta >= 0)) {
      throw new RangeError(`minDelta must be at least 0, got ${minDelta}`);
    }
    if (!["min", "max", "auto"].includes(mode)) {
      throw new RangeError(`mode must be min, max or auto, got ${mode}`);
    }
    this.#owner = owner;
    this.#given = monitor;
    this.#mode = mode;
    this.#minDelta = minDelta;
  }

  /** The name that is watched in these logs. */
  nameIn(logs: Record<string, number>): string {
    return this.#given ?? ("val_loss" in logs ? "val_loss" : "loss");
  }

  /**
   * The value that is watched.
   *
   * @param hasValidation Whether there is validation, if only in some epochs.
   * @returns Undefined in an epoch without validation.
   * @throws {RangeError} If there is no such metric; names those there are.
   */
  valueIn(
    logs: Record<string, number>,
    hasValidation: boolean,
  ): number | undefined {
    const waits = hasValidation &&
      !Object.keys(logs).some((key) => key.startsWith("val_"));
    const name = this.#given ?? (hasValidation ? "val_loss" : "loss");
    const found = metricNamed(name, Object.keys(logs));
    if (found) return logs[found];
    if (waits && name.startsWith("val_")) return undefined;
    throw new RangeError(
      `${this.#owner} watches ${name}, which is none of ${
        Object.keys(logs).join(", ")
      }`,
    );
  }

  /** Whether a value improves on the best one, by `minDelta` or more. */
  improves(
    value: number,
    best: number | undefined,
    logs: Record<string, number>,
  ): boolean {
    // NaN is no improvement on anything.
    if (best === undefined) return !Number.isNaN(value);
    return this.#sign(logs) * (value - best) > this.#minDelta;
  }

  #sign(logs: Record<string, number>): 1 | -1 {
    if (this.#mode !== "auto") return this.#mode === "max" ? 1 : -1;
    return MORE_IS_BETTER.test(this.nameIn(logs)) ? 1 : -1;
  }
}
