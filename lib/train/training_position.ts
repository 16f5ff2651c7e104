/** Where a training stands, so that it can go on from there. */

import type { EpochTotals } from "./epoch_values.ts";

/** Where a training stands between two batches. */
export interface TrainingPosition {
  epoch: number;
  /** Whether `onEpochBegin` was called for the epoch. */
  begun: boolean;
  /** Batches of the epoch that are done. */
  batch: number;
  /** What they add up to, by metric. */
  totals: EpochTotals;
}

/** The start of an epoch. */
export function epochStart(epoch: number): TrainingPosition {
  return { epoch, begun: false, batch: 0, totals: {} };
}
