/** What all optimizers of this library take; names as in Keras. */

import type { OptionNames } from "../../options/check_options.ts";
import type { LearningRateSchedule } from "./learning_rate_schedule.ts";

/** Arguments that all optimizers take. */
export interface OptimizerOptions {
  /** A number, or what it is at each step. */
  learningRate?: number | LearningRateSchedule;
  /** Share of each weight, times the rate, that a step takes away; 0. */
  weightDecay?: number;
  /** Longest gradient of one weight. */
  clipNorm?: number;
  /** Longest gradient of all weights together. */
  globalClipNorm?: number;
  /** Greatest value in a gradient, either way. */
  clipValue?: number;
  /** Batches whose gradients are averaged for one step; 1. */
  gradientAccumulationSteps?: number;
}

export const OPTIMIZER_OPTIONS: OptionNames<OptimizerOptions> = {
  learningRate: true,
  weightDecay: "number",
  clipNorm: "number",
  globalClipNorm: "number",
  clipValue: "number",
  gradientAccumulationSteps: "number",
};

/** @throws {RangeError} If what keeps a divisor from 0 is negative. */
export function checkEpsilon(epsilon: number): void {
  if (epsilon >= 0) return;
  throw new RangeError(`epsilon must be at least 0, got ${epsilon}`);
}

/** @throws {RangeError} If a share, such as a momentum, lies outside [0, 1]. */
export function checkShare(name: string, share: number): void {
  if (share >= 0 && share <= 1) return;
  throw new RangeError(`${name} must lie in [0, 1], got ${share}`);
}

/** @throws {RangeError} If an option other than the rate is out of range. */
export function checkOptimizerOptions(options: OptimizerOptions): void {
  const { gradientAccumulationSteps: steps = 1 } = options;
  if (!(Number.isInteger(steps) && steps > 0)) {
    throw new RangeError(
      `gradientAccumulationSteps must be a positive integer, got ${steps}`,
    );
  }
  const { clipNorm, globalClipNorm, clipValue } = options;
  const clips = Object.entries({ clipNorm, globalClipNorm, clipValue })
    .filter(([, value]) => value !== undefined);
  if (clips.length > 1) {
    throw new RangeError(
      `Give one of clipNorm, globalClipNorm and clipValue, got ${
        clips.map(([name]) => name).join(" and ")
      }`,
    );
  }
  for (const [name, value] of clips) {
    if (!(value! > 0)) {
      throw new RangeError(`${name} must be more than 0, got ${value}`);
    }
  }
  const { weightDecay = 0 } = options;
  if (!(weightDecay >= 0)) {
    throw new RangeError(
      `weightDecay must be at least 0, got ${weightDecay}`,
    );
  }
}
