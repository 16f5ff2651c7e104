/** Where a training stands, so that it can go on from there. */

/** Where a training stands between two batches. */
export interface TrainingPosition {
  epoch: number;
  /** Whether `onEpochBegin` was called for the epoch. */
  begun: boolean;
  /** Batches of the epoch that are done. */
  batch: number;
  /** Samples of the epoch that are done. */
  seen: number;
  /** Sums over those samples, by metric. */
  totals: Record<string, number>;
}

/** The start of an epoch. */
export function epochStart(epoch: number): TrainingPosition {
  return { epoch, begun: false, batch: 0, seen: 0, totals: {} };
}

/** The averages over the samples of the epoch that are done, by metric. */
export function averages(
  { totals, seen }: TrainingPosition,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(totals).map(([name, total]) => [name, total / seen]),
  );
}
