/**
 * A model kept on disk while it trains.
 *
 * @module
 */

import { requireKind } from "../options/require_kind.ts";
import { resolve } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { saveWeights } from "../data/save_weights.ts";
import { checkOptions } from "../options/check_options.ts";
import type { Remembering } from "../train/fit_callbacks.ts";
import { logNumbers } from "../train/log_numbers.ts";
import { metricNamed } from "../train/metric_named.ts";
import { Monitor, type MonitorOptions } from "../train/monitor.ts";

/** Named and set as in Keras. */
export interface ModelCheckpointOptions
  extends Pick<MonitorOptions, "monitor" | "mode"> {
  /** Whether only what improves on the best is saved; false. */
  saveBestOnly?: boolean;
  /** Whether weights alone are saved; as the path says. */
  saveWeightsOnly?: boolean;
  /** After each `epoch`, or so many batches. */
  saveFreq?: "epoch" | number;
  /** What the first value has to improve on. */
  initialValueThreshold?: number;
}

class ModelCheckpoint extends tf.Callback implements Remembering {
  readonly name: string;
  readonly #path: string;
  readonly #monitor: Monitor;
  readonly #options: ModelCheckpointOptions;
  #best: number | undefined;
  #batches = 0;
  #epoch = 0;
  #hasValidation = false;

  constructor(path: string, options: ModelCheckpointOptions) {
    super();
    checkOptions("modelCheckpoint", options, {
      monitor: "text",
      mode: true,
      saveBestOnly: "boolean",
      saveWeightsOnly: "boolean",
      saveFreq: true,
      initialValueThreshold: "number",
    });
    const { saveFreq = "epoch", saveWeightsOnly } = options;
    if (saveFreq !== "epoch" && !(Number.isInteger(saveFreq) && saveFreq > 0)) {
      throw new RangeError(
        `saveFreq is epoch or a number of batches, got ${saveFreq}`,
      );
    }
    const isWeights = path.endsWith(".safetensors");
    if (/\.(keras|h5|hdf5|npz)$/i.test(path)) {
      throw new RangeError(
        `Weights are saved as .safetensors, a whole model in a folder, got ${path}`,
      );
    }
    if (saveWeightsOnly !== undefined && saveWeightsOnly !== isWeights) {
      throw new RangeError(
        saveWeightsOnly
          ? `Weights alone are saved as .safetensors, got ${path}`
          : `A whole model is saved in a folder, got ${path}`,
      );
    }
    this.#path = path;
    this.name = `modelCheckpoint:${path}`;
    this.#monitor = new Monitor("modelCheckpoint", {
      monitor: options.monitor,
      mode: options.mode,
    });
    this.#options = options;
    this.#best = options.initialValueThreshold;
  }

  override onTrainBegin(logs?: tf.Logs): Promise<void> {
    if (!logs?.resumed) this.#batches = 0;
    return Promise.resolve();
  }

  override onEpochBegin(epoch: number): Promise<void> {
    this.#epoch = epoch;
    return Promise.resolve();
  }

  override async onBatchEnd(_batch: number, logs?: tf.Logs): Promise<void> {
    this.#batches++;
    const { saveFreq = "epoch" } = this.#options;
    if (saveFreq === "epoch" || this.#batches % saveFreq !== 0) return;
    await this.#save(this.#epoch, await logNumbers(logs));
  }

  override async onEpochEnd(epoch: number, logs?: tf.Logs): Promise<void> {
    if ((this.#options.saveFreq ?? "epoch") !== "epoch") return;
    const values = await logNumbers(logs);
    this.#hasValidation ||= "val_loss" in values;
    await this.#save(epoch, values);
  }

  async #save(epoch: number, values: Record<string, number>): Promise<void> {
    if (this.#options.saveBestOnly) {
      const value = this.#monitor.valueIn(values, this.#hasValidation);
      const isBest = value !== undefined &&
        this.#monitor.improves(value, this.#best, values);
      if (!isBest) return;
      this.#best = value;
    }
    const path = filledIn(this.#path, { epoch: epoch + 1, ...values });
    if (path.endsWith(".safetensors")) await saveWeights(this.model, path);
    else {
      const folder = path.replace(/^file:\/\//, "");
      await this.model.save(`file://${resolve(folder)}`, {
        includeOptimizer: true,
      });
    }
  }

  saveState(): unknown {
    return { best: this.#best, batches: this.#batches };
  }

  loadState(state: unknown): void {
    const { best, batches } = state as {
      best: number | undefined;
      batches: number;
    };
    this.#best = best;
    this.#batches = batches;
  }
}

/**
 * A path with `{epoch}`, `{epoch:03d}` or `{val_loss:.2f}` filled in; epochs
 * count from 1, as in Keras.
 *
 * @throws {RangeError} If there is no such value, or its format is another.
 */
export function filledIn(
  path: string,
  values: Record<string, number>,
): string {
  return path.replace(
    /\{(\w+)(?::([^{}]*))?\}/g,
    (whole, name, format = "") => {
      const metric = metricNamed(name, Object.keys(values));
      if (!metric) {
        throw new RangeError(
          `The path has ${whole}; there are ${Object.keys(values).join(", ")}`,
        );
      }
      const value = values[metric];
      const [, zero, width, digits] =
        /^(0?)(\d*)(?:\.(\d+)f|d)?$/.exec(format) ?? [];
      if (zero === undefined) {
        throw new RangeError(`The path's format ${whole} is not known`);
      }
      const text = digits === undefined
        ? String(value)
        : value.toFixed(Number(digits));
      return text.padStart(Number(width), zero || " ");
    },
  );
}

/**
 * Saves a model after each epoch or so many batches, as Keras's
 * `ModelCheckpoint`: its weights where the path ends in `.safetensors`, else a
 * folder that `tf.loadLayersModel("file://FOLDER/model.json")` reads, with the
 * optimizer. With `saveBestOnly` only what is the best so far.
 *
 * ```ts ignore
 * import * as tf from "@tensorflow/tfjs";
 * import { fit, modelCheckpoint } from "thaw";
 *
 * const model = tf.sequential({
 *   layers: [tf.layers.dense({ units: 1, inputShape: [3] })],
 * });
 * model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
 * const [x, y] = [tf.ones([8, 3]), tf.ones([8, 1])];
 * await fit(model, x, y, {
 *   epochs: 20,
 *   validationSplit: 0.2,
 *   callbacks: modelCheckpoint("best.safetensors", { saveBestOnly: true }),
 * });
 * ```
 *
 * @param path May have `{epoch:02d}` and `{val_loss:.2f}` in it.
 * @returns A callback for `fit`, tfjs's too.
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If options and path contradict each other, or in `fit`
 * if there is no such metric.
 */
export function modelCheckpoint(
  path: string,
  options: ModelCheckpointOptions = {},
): tf.Callback {
  requireKind("modelCheckpoint", "path", path, "text");
  return new ModelCheckpoint(path, options);
}
