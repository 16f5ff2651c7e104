/**
 * What a training did, epoch by epoch.
 *
 * @module
 */

import {
  DISPLAY,
  type Displayable,
  INSPECT,
  type MimeBundle,
} from "../display/mime_bundle.ts";
import { formatNumber } from "../display/table.ts";
import { sizeText } from "./feature_store.ts";

/** Why a training ended before its last epoch. */
export type StopReason =
  /** The user stopped it. */
  | "interrupted"
  /** The user stopped it and it had to be cut. */
  | "cut"
  /** Early stopping. */
  | "no improvement"
  /** A callback set `model.stopTraining`. */
  | "stopTraining"
  /** A dataset ended before an epoch had its `batchesPerEpoch`. */
  | "out of data"
  /** An error, which `fit` throws on. */
  | "error";

/** Where and why a training stopped. */
export interface Stopped {
  reason: StopReason;
  /** Epoch it was in, from 0. */
  epoch: number;
  /** Batches of that epoch that were trained on. */
  batch: number;
}

/** Metrics as text: `loss 0.25  acc 0.9`. */
export function metricsText(logs: Record<string, number>): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join("  ");
}

/** As tfjs's `History`: values of whole epochs, as numbers. */
export class TrainingHistory implements Displayable {
  /** Indices of the epochs, from 0. */
  readonly epoch: number[] = [];
  /** One value per epoch and metric; validation as `val_...`. */
  readonly history: Record<string, number[]> = {};
  /** Set if it ended before its last epoch. */
  stopped: Stopped | undefined;
  /** Epoch whose weights were restored by early stopping, from 0. */
  bestEpoch: number | undefined;
  /**
   * Tensors more than before, the optimizer's own not counted: 0 unless a
   * callback or a layer keeps some.
   */
  leakedTensors = 0;

  /**
   * Most bytes that `cacheFrozen` kept of the frozen part, for samples to train
   * and to measure on; 0 without it. Nothing of them is left.
   */
  cachedBytes = 0;

  /** Adds a whole epoch. */
  add(epoch: number, logs: Record<string, number>): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      (this.history[name] ??= []).push(value);
    }
  }

  /** The metrics of the last whole epoch. */
  get last(): Record<string, number> {
    return Object.fromEntries(
      Object.entries(this.history).map(([name, values]) => [
        name,
        values.at(-1)!,
      ]),
    );
  }

  /** One line, without a clock. */
  toText(): string {
    const count = this.epoch.length;
    const parts = [
      `${count} ${count === 1 ? "epoch" : "epochs"}`,
      ...(count > 0 ? [metricsText(this.last)] : []),
    ];
    if (this.stopped) {
      const { reason, epoch, batch } = this.stopped;
      const place = batch > 0
        ? `in epoch ${epoch + 1} after batch ${batch}`
        : `before epoch ${epoch + 1}`;
      parts.push(`stopped (${reason}) ${place}`);
    }
    if (this.bestEpoch !== undefined) {
      parts.push(`weights of epoch ${this.bestEpoch + 1} restored`);
    }
    if (this.cachedBytes > 0) {
      parts.push(`${sizeText(this.cachedBytes)} of the frozen part kept`);
    }
    if (this.leakedTensors > 0) {
      parts.push(`${this.leakedTensors} tensors more than before`);
    }
    return parts.join("; ");
  }

  [DISPLAY](): MimeBundle {
    return { "text/plain": this.toText() };
  }

  [INSPECT](): string {
    return this.toText();
  }
}
