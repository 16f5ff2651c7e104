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
  /** What callbacks are being called for, and of how many; none between. */
  hook: CalledHook | undefined;
}

/** A hook, and how far its callbacks have come. */
export interface CalledHook {
  name: string;
  /** Callbacks that there are. */
  of: number;
  /** Those that have returned, the first ones. */
  done: number;
  logs: Record<string, number>;
}

/** The start of an epoch. */
export function epochStart(epoch: number): TrainingPosition {
  return { epoch, begun: false, batch: 0, totals: {}, hook: undefined };
}
