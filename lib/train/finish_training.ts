import { looseTensors } from "./loose_tensors.ts";
import type { StopReason } from "./training_history.ts";
import type { TrainingParts } from "./training_parts.ts";
import { WeightSnapshot } from "./weight_snapshot.ts";

/** How a training ended. */
interface Ending {
  /** Undefined where it had all its epochs. */
  reason: StopReason | undefined;
  isResumable: boolean;
  /** `looseTensors()` before it began, less what early stopping held. */
  tensorsBefore: number;
}

/**
 * Frees what a training held, puts the best weights in place where early
 * stopping kept them, and writes its end into the history.
 *
 * @returns The weights it was stopped with, where it can go on and the best took
 * their place.
 */
export function finishTraining(
  parts: TrainingParts,
  { reason, isResumable, tensorsBefore }: Ending,
): WeightSnapshot | undefined {
  const { model, history, position, stopping, source, validation } = parts;
  source.dispose?.();
  validation?.dispose?.();
  let weightsAtStop: WeightSnapshot | undefined;
  const isBestKept = stopping?.restores;
  if (isBestKept) {
    if (isResumable) weightsAtStop = new WeightSnapshot(model);
    stopping.restore();
    if (!isResumable) stopping.dispose();
  }
  history.bestEpoch = isBestKept ? stopping?.bestEpoch : undefined;
  const { epoch, batch } = position;
  history.stopped = reason && { reason, epoch, batch };
  const held = (stopping?.held ?? 0) + (weightsAtStop?.size ?? 0);
  history.leakedTensors = Math.max(0, looseTensors() - held - tensorsBefore);
  return weightsAtStop;
}
