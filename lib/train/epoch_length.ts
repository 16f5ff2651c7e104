/**
 * How many batches an epoch has, and whether it has had them.
 *
 * @module
 */

import type { TrainingParts } from "./training_parts.ts";

/** Batches of an epoch that the caller asked for. */
function wanted({ options }: TrainingParts): number | undefined {
  return options.batchesPerEpoch ?? options.stepsPerEpoch;
}

/** Whether the epoch has the batches that were asked for. */
export function isEpochDone(parts: TrainingParts): boolean {
  return wanted(parts) !== undefined && parts.position.batch >= parts.steps!;
}

/** Whether data that came to its end gave fewer batches than were asked for. */
export function isEpochShort(parts: TrainingParts): boolean {
  const batches = wanted(parts);
  return batches !== undefined && parts.position.batch < batches;
}
