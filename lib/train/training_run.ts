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
import { type Batch, type BatchSource, sampleCount } from "./batches.ts";
import { Breath } from "./breath.ts";
import { type BatchValue, epochValues, withBatch } from "./epoch_values.ts";
import { isEpochDone, isEpochShort } from "./epoch_length.ts";
import { finishTraining } from "./finish_training.ts";
import { FrozenBatches } from "./frozen_batches.ts";
import { looseTensors } from "./loose_tensors.ts";
import { weighByClass } from "./sample_weights.ts";
import { metricLabels, trainStep } from "./train_step.ts";
import type { StopReason } from "./training_history.ts";
import type { TrainingParts } from "./training_parts.ts";
import { epochStart } from "./training_position.ts";
import { TrainingReporter } from "./training_reporter.ts";
import { validate } from "./validate.ts";
import type { WeightSnapshot } from "./weight_snapshot.ts";

/** Reasons after which any training can go on. */
const RESUMABLE: StopReason[] = ["interrupted", "cut", "stopTraining"];

export class TrainingRun {
  readonly #parts: TrainingParts;
  readonly #reporter: TrainingReporter;
  readonly #tensorsBefore: number;
  readonly #breath: Breath;
  #weightsAtStop: WeightSnapshot | undefined;
  #batch: Batch | tf.Tensor[] | undefined;
  #reason: StopReason | undefined;
  #isOver = false;

  constructor(parts: TrainingParts) {
    this.#parts = parts;
    this.#reporter = new TrainingReporter(parts);
    this.#breath = new Breath(parts.options.yieldEvery);
    this.#tensorsBefore = looseTensors() - (parts.stopping?.held ?? 0);
  }

  /** Whether it ended in a way that lets it go on. */
  get isResumable(): boolean {
    if (this.#reason !== "error") {
      return this.#reason !== undefined && RESUMABLE.includes(this.#reason);
    }
    const { isResumed, history, position } = this.#parts;
    return isResumed || history.epoch.length > 0 || position.batch > 0;
  }

  /** The weights it was stopped with, where the best took their place. */
  get weightsAtStop(): WeightSnapshot | undefined {
    return this.#weightsAtStop;
  }

  /** Asks it to end after the batch it is in. */
  interrupt(): void {
    this.#reason = "interrupted";
    this.#breath.end();
    this.#parts.display?.wake();
  }

  /** Ends what was cut: its code does not run on, so this cleans up for it. */
  cut(): void {
    if (this.#isOver) return;
    tf.dispose(this.#batch as unknown as tf.TensorContainer);
    this.#reason = "cut";
    this.#end();
    void this.#reporter.ended(this.#reason, true);
  }

  /** Trains until the end, a stop or an error. */
  async run(): Promise<void> {
    const { model, callbacks, epochs, position } = this.#parts;
    try {
      const { epoch, batch } = position;
      const resumed = Number(this.#parts.isResumed);
      model.stopTraining = false;
      await callbacks.onTrainBegin({ epoch, batch, resumed });
      await callbacks.takeUp();
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
        await this.#reporter.ended(this.#reason, this.isResumable);
      }
    }
  }

  async #epoch(): Promise<void> {
    const { model, source, callbacks, history, position } = this.#parts;
    const { epoch } = position;
    if (!position.begun) {
      await callbacks.onEpochBegin(epoch);
      position.begun = true;
    }
    await this.#prepare(source);
    if (this.#mustStop()) return;
    const iterator = await source.epoch(epoch, position.batch);
    let isEmpty = false;
    while (!isEpochDone(this.#parts)) {
      if (this.#mustStop()) return;
      const { value, done } = await iterator.next();
      if (value) await this.#step(value);
      if (done) {
        isEmpty = true;
        break;
      }
      await this.#breathe("batch");
    }
    if (this.#mustStop()) return;
    const isShort = isEmpty && isEpochShort(this.#parts);
    if (isShort) this.#reporter.shortEpoch();
    if (position.batch === 0) {
      if (history.epoch.length === 0) {
        throw new RangeError("What is trained on gave no batch");
      }
      this.#reason = "out of data";
      return;
    }
    const logs = {
      ...epochValues(position.totals),
      ...await this.#validate(),
    };
    if (this.#mustStop()) return;

    await callbacks.onEpochEnd(epoch, logs);
    if (this.#isOver) return;
    history.add(epoch, logs);
    Object.assign(position, epochStart(epoch + 1));
    this.#reporter.epochEnded(epoch, logs);
    if (this.#parts.stopping?.observe(model, epoch, logs)) {
      this.#reason = "no improvement";
    }
    if (isShort) this.#reason ??= "out of data";
    this.#mustStop();
    await this.#breathe("epoch");
  }

  #mustStop(): boolean {
    if (this.#parts.model.stopTraining) this.#reason ??= "stopTraining";
    return this.#isOver || this.#reason !== undefined;
  }

  /** Lets events in; whether the training goes on after them. */
  async #goOn(): Promise<boolean> {
    await this.#breathe("batch");
    return !this.#mustStop();
  }

  /** Gets a source ready, and tells what it keeps. */
  async #prepare(source: BatchSource): Promise<void> {
    if (!source.isStale?.()) return;
    const { history } = this.#parts;
    await source.prepare!({
      goOn: () => this.#goOn(),
      holding: (tensors) => this.#batch = tensors,
      report: (done) => this.#reporter.preparing(done),
    });
    const { source: trained, validation } = this.#parts;
    const kept = [trained, validation]
      .filter((source) => source instanceof FrozenBatches);
    const bytes = kept.reduce((sum, source) => sum + source.bytes, 0);
    history.cachedBytes = Math.max(history.cachedBytes, bytes);
    if (this.#mustStop() || source !== trained) return;
    this.#reporter.prepared(kept[0].until, bytes);
  }

  /**
   * The batch, made anew if a callback has thawed a part of the model that it
   * was computed by.
   */
  async #renewed(batch: Batch): Promise<Batch | undefined> {
    const { source, position } = this.#parts;
    if (!source.isStale?.()) return batch;
    tf.dispose(batch as unknown as tf.TensorContainer);
    this.#batch = undefined;
    await this.#prepare(source);
    if (this.#mustStop()) return undefined;
    const iterator = await source.epoch(position.epoch, position.batch);
    return (await iterator.next()).value;
  }

  async #step(given: Batch): Promise<void> {
    const { model, callbacks, position, source } = this.#parts;
    let batch: Batch | undefined = given;
    this.#batch = batch;
    const info = { batch: position.batch, size: sampleCount(batch.xs) };
    let values: BatchValue[];
    try {
      await callbacks.onBatchBegin(info.batch, { ...info });
      if (this.#isOver) return;
      this.#batch = batch = await this.#renewed(batch);
      if (!batch) return;
      await weighByClass(batch, this.#parts.options.classWeight);
      values = await trainStep(model, batch, source.cut);
    } finally {
      tf.dispose(batch as unknown as tf.TensorContainer);
      this.#batch = undefined;
    }
    if (this.#isOver) return;
    const logs: Record<string, number> = { ...info };
    const labels = metricLabels(model);
    for (const [index, { value }] of values.entries()) {
      logs[labels[index]] = value;
    }
    const totals = await withBatch(position.totals, labels, values);
    if (this.#isOver) return;
    position.totals = totals;
    position.batch++;
    position.hook = undefined;
    await callbacks.onBatchEnd(info.batch, logs);
    this.#reporter.batchEnded();
  }

  /** The metrics on the validation data; none if it was stopped meanwhile. */
  async #validate(): Promise<Record<string, number>> {
    const { model, validation, position, options } = this.#parts;
    const { validationFreq = 1 } = options;
    const isDue = (position.epoch + 1) % validationFreq === 0;
    if (!validation || !isDue || this.#mustStop()) return {};
    await this.#prepare(validation);
    if (this.#mustStop()) return {};
    const logs = await validate(model, validation, {
      most: options.validationBatches ?? options.validationSteps ?? Infinity,
      goOn: () => this.#goOn(),
      holding: (batch) => this.#batch = batch,
    });
    return logs ?? {};
  }

  /** Lets events in (messages, the user's Stop) from time to time. */
  async #breathe(after: "batch" | "epoch"): Promise<void> {
    const { display } = this.#parts;
    await this.#breath.pause(
      after,
      () => display?.whilePaused(() => this.#mustStop()),
    );
  }

  #end(): void {
    this.#isOver = true;
    this.#weightsAtStop = finishTraining(this.#parts, {
      reason: this.#reason,
      isResumable: this.isResumable,
      tensorsBefore: this.#tensorsBefore,
    });
  }
}
