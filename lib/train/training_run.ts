/**
 * One training: the loop over epochs and batches, and every way it can end.
 *
 * The loop is our own and not `model.fit`, since it has to stop between two
 * batches without a half epoch in the history, go on from there later, and be
 * cleaned up from outside when the user's Stop cut it. The step itself is
 * tfjs's `trainOnBatch`.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { LiveDisplay } from "../display/live_display.ts";
import { type Batch, type BatchSource, sampleCount } from "./batches.ts";
import type { EarlyStopping } from "./early_stopping.ts";
import type { StopReason, TrainingHistory } from "./training_history.ts";
import { metricsText } from "./training_history.ts";
import { clockText, progressBundle, timeLeft } from "./training_progress.ts";

/** Where a training stands between two batches. */
export interface TrainingPosition {
  epoch: number;
  /** Batches of the epoch that are done. */
  batch: number;
  /** Samples of the epoch that are done. */
  seen: number;
  /** Sums over those samples, by metric. */
  totals: Record<string, number>;
}

/** What a training is made of. */
export interface TrainingParts {
  model: tf.LayersModel;
  source: BatchSource;
  validation: BatchSource | undefined;
  epochs: number;
  callbacks: tf.CallbackList;
  stopping: EarlyStopping | undefined;
  history: TrainingHistory;
  position: TrainingPosition;
  display: LiveDisplay | undefined;
  /** Whether the last line tells how long it took. */
  timings: boolean;
}

/** How long the thread may be kept from events, in milliseconds. */
const BREATH = 100;

/** The start of an epoch. */
export function epochStart(epoch: number): TrainingPosition {
  return { epoch, batch: 0, seen: 0, totals: {} };
}

/** Tensors that are no variables; variables are counted by name. */
function looseTensors(): number {
  const { registeredVariables } = tf.engine().state;
  return tf.memory().numTensors - Object.keys(registeredVariables).length;
}

export class TrainingRun {
  readonly #parts: TrainingParts;
  readonly #started = performance.now();
  readonly #tensorsBefore = looseTensors();
  #breathed = performance.now();
  #batchesDone = 0;
  #batch: Batch | undefined;
  #reason: StopReason | undefined;
  #isOver = false;
  #wake: () => void = () => {};

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  /** Asks it to end after the batch it is in. */
  interrupt(): void {
    this.#reason = "interrupted";
    // Its timer may belong to a cell that gets no more timers.
    this.#wake();
  }

  /** Ends what was cut: its code does not run on, so this cleans up for it. */
  cut(): void {
    if (this.#isOver) return;
    tf.dispose(this.#batch as unknown as tf.TensorContainer);
    this.#reason = "cut";
    this.#end();
    void this.#showEnd();
  }

  /** Trains until the end, a stop or an error. */
  async run(): Promise<void> {
    const { model, callbacks, epochs, position } = this.#parts;
    try {
      await callbacks.onTrainBegin();
      model.stopTraining = false;
      while (position.epoch < epochs && !this.#reason && !this.#isOver) {
        await this.#epoch();
      }
      if (!this.#isOver) await callbacks.onTrainEnd();
    } catch (error) {
      this.#reason = "error";
      throw error;
    } finally {
      if (!this.#isOver) {
        this.#end();
        await this.#showEnd();
      }
    }
  }

  async #epoch(): Promise<void> {
    const { model, source, callbacks, history, position } = this.#parts;
    const { epoch } = position;
    if (position.batch === 0) await callbacks.onEpochBegin(epoch);
    const iterator = await source.epoch(epoch, position.batch);
    for (;;) {
      if (this.#mustStop()) return;
      const { value, done } = await iterator.next();
      if (value) await this.#step(value);
      if (done) break;
      await this.#breathe();
    }
    const logs = { ...this.#averages(), ...await this.#validate() };
    if (this.#mustStop()) return;

    await callbacks.onEpochEnd(epoch, logs);
    if (this.#isOver) return;
    history.add(epoch, logs);
    Object.assign(position, epochStart(epoch + 1));
    this.#parts.display?.line(
      `epoch ${epoch + 1}/${this.#parts.epochs}  ${metricsText(logs)}`,
    );
    if (this.#parts.stopping?.observe(model, epoch, logs)) {
      this.#reason = "no improvement";
    }
    this.#mustStop();
  }

  #mustStop(): boolean {
    if (this.#parts.model.stopTraining) this.#reason ??= "stopTraining";
    return this.#isOver || this.#reason !== undefined;
  }

  async #step(batch: Batch): Promise<void> {
    const { model, callbacks, position } = this.#parts;
    this.#batch = batch;
    const info = { batch: position.batch, size: sampleCount(batch.xs) };
    let values: number[];
    try {
      await callbacks.onBatchBegin(info.batch, { ...info });
      if (this.#isOver) return;
      values = [await model.trainOnBatch(batch.xs, batch.ys)].flat();
    } finally {
      tf.dispose(batch as unknown as tf.TensorContainer);
      this.#batch = undefined;
    }
    if (this.#isOver) return;
    const logs: Record<string, number> = { ...info };
    for (const [index, name] of model.metricsNames.entries()) {
      logs[name] = values[index];
      position.totals[name] ??= 0;
      position.totals[name] += values[index] * info.size;
    }
    position.seen += info.size;
    position.batch++;
    this.#batchesDone++;
    await callbacks.onBatchEnd(info.batch, logs);
    this.#showProgress();
  }

  #averages(): Record<string, number> {
    const { totals, seen } = this.#parts.position;
    return Object.fromEntries(
      Object.entries(totals).map(([name, total]) => [name, total / seen]),
    );
  }

  /** The metrics on the validation data; none if it was stopped meanwhile. */
  async #validate(): Promise<Record<string, number>> {
    const { model, validation } = this.#parts;
    if (!validation || this.#mustStop()) return {};
    const iterator = await validation.epoch(0, 0);
    const next = async () => {
      await this.#breathe();
      return this.#mustStop()
        ? { value: null, done: true }
        : await iterator.next();
    };
    // A dataset as far as `evaluateDataset` looks at it.
    const dataset = { iterator: () => Promise.resolve({ next }) };
    const scalars = [
      await model.evaluateDataset(
        dataset as unknown as tf.data.Dataset<tf.TensorContainerObject>,
        {},
      ),
    ].flat();
    const values = await Promise.all(scalars.map((scalar) => scalar.data()));
    tf.dispose(scalars);
    return Object.fromEntries(
      model.metricsNames.slice(0, values.length).map((
        name,
        index,
      ) => [`val_${name}`, values[index][0]]),
    );
  }

  /** Lets events in (messages, the user's Stop) from time to time. */
  async #breathe(): Promise<void> {
    if (performance.now() - this.#breathed < BREATH) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#breathed = performance.now();
  }

  #showProgress(): void {
    const { display, epochs, source, position } = this.#parts;
    display?.update(() => {
      const { batches } = source;
      const { epoch, batch } = position;
      const left = batches && timeLeft(
        this.#batchesDone,
        performance.now() - this.#started,
        (epochs - epoch) * batches - batch,
      );
      const logs = this.#averages();
      return progressBundle({ epoch, epochs, batch, batches, logs, left });
    });
  }

  #end(): void {
    this.#isOver = true;
    const { history, position, stopping } = this.#parts;
    stopping?.restore();
    history.bestEpoch = stopping?.bestEpoch;
    const { epoch, batch } = position;
    history.stopped = this.#reason && { reason: this.#reason, epoch, batch };
    history.leakedTensors = Math.max(0, looseTensors() - this.#tensorsBefore);
  }

  async #showEnd(): Promise<void> {
    const { display, history, timings } = this.#parts;
    const time = clockText(performance.now() - this.#started);
    const text = history.toText() + (timings ? `; ${time}` : "");
    await display?.finish({ "text/plain": text });
  }
}
