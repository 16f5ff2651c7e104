/**
 * A training as TensorBoard shows it.
 *
 * @module
 */

import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { checkOptions } from "../../options/check_options.ts";
import type { Remembering } from "../fit_callbacks.ts";
import { logNumbers } from "../log_numbers.ts";
import { scalarRecord, versionRecord } from "./event_file.ts";

/** Named and set as in Keras. */
export interface TensorBoardOptions {
  /** Folder; `logs`. */
  logDir?: string;
  /** Writes after each `epoch` alone, also after each `batch`, or so many. */
  updateFreq?: "epoch" | "batch" | number;
}

class TensorBoard extends tf.Callback implements Remembering {
  readonly name: string;
  readonly #logDir: string;
  readonly #every: number;
  /** Files of this training, by folder. */
  #files = new Map<string, string>();
  #batches = 0;

  constructor(options: TensorBoardOptions) {
    super();
    checkOptions("tensorBoard", options, {
      logDir: "text",
      updateFreq: true,
    });
    const { logDir = "logs", updateFreq = "epoch" } = options;
    this.#every = updateFreq === "epoch"
      ? Infinity
      : updateFreq === "batch"
      ? 1
      : updateFreq;
    if (!(this.#every >= 1)) {
      throw new RangeError(
        `updateFreq is epoch, batch or a number of batches, got ${updateFreq}`,
      );
    }
    this.#logDir = logDir;
    this.name = `tensorBoard:${logDir}`;
  }

  override onTrainBegin(logs?: tf.Logs): Promise<void> {
    if (!logs?.resumed) {
      this.#files = new Map();
      this.#batches = 0;
    }
    return Promise.resolve();
  }

  override async onBatchEnd(_batch: number, logs?: tf.Logs): Promise<void> {
    this.#batches++;
    if (this.#batches % this.#every !== 0) return;
    const values: Record<string, number> = {};
    for (const [name, value] of Object.entries(await logNumbers(logs))) {
      if (name !== "batch" && name !== "size") {
        values[`batch_${name}`] = value;
      }
    }
    await this.#write("train", this.#batches - 1, values);
  }

  override async onEpochEnd(epoch: number, logs?: tf.Logs): Promise<void> {
    const parts: Record<string, Record<string, number>> = {
      train: {},
      validation: {},
    };
    for (const [name, value] of Object.entries(await logNumbers(logs))) {
      const isValidation = name.startsWith("val_");
      const tag = `epoch_${isValidation ? name.slice("val_".length) : name}`;
      parts[isValidation ? "validation" : "train"][tag] = value;
    }
    for (const [folder, values] of Object.entries(parts)) {
      await this.#write(folder, epoch, values);
    }
  }

  async #write(
    folder: string,
    step: number,
    values: Record<string, number>,
  ): Promise<void> {
    if (Object.keys(values).length === 0) return;
    const seconds = Date.now() / 1000;
    let path = this.#files.get(folder);
    if (!path) {
      const within = join(this.#logDir, folder);
      await Deno.mkdir(within, { recursive: true });
      // TensorBoard reads the newest; two trainings in a second are two files.
      const unique = crypto.randomUUID().slice(0, 8);
      path = join(
        within,
        `events.out.tfevents.${Math.floor(seconds)}.thaw.${unique}.v2`,
      );
      this.#files.set(folder, path);
      await Deno.writeFile(path, versionRecord(seconds));
    }
    await Deno.writeFile(path, scalarRecord(seconds, step, values), {
      append: true,
    });
  }

  saveState(): unknown {
    return { files: this.#files, batches: this.#batches };
  }

  loadState(state: unknown): void {
    const { files, batches } = state as {
      files: Map<string, string>;
      batches: number;
    };
    this.#files = files;
    this.#batches = batches;
  }
}

/**
 * Writes metrics to event files for TensorBoard, as Keras's `TensorBoard`:
 * `train/` and `validation/` in a folder, with `epoch_loss` and the like, and
 * `batch_loss` if asked for.
 *
 * @returns A callback for `fit`, tfjs's too.
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If `updateFreq` is none.
 */
export function tensorBoard(options: TensorBoardOptions = {}): tf.Callback {
  return new TensorBoard(options);
}
