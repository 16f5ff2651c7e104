/**
 * Which subscribers are waited for: those that read.
 *
 * One that was seen to read is waited for as long as it takes `PACE_BYTES` in
 * `PACE_MS`; one never seen to do so a moment, and all such together no longer
 * than `BUDGET_MS`; a stranger, from where no signed request came, never.
 *
 * @module
 */

import type { WriteQueue } from "./write_queue.ts";

/** A subscriber that takes less in that time is not waited for: it has its queue. */
const PACE_BYTES = 1024 * 1024;
const PACE_MS = 5000;
/** How long one that has not shown yet that it reads may take nothing. */
const NEWCOMERS_MS = 600;
/** How long such newcomers are waited for, all together. */
const BUDGET_MS = 1000;
/** How much of the budget comes back in a millisecond. */
const BUDGET_RATE = 0.02;
/** How often is looked whom to wait for. */
export const LOOK_MS = 50;

/** What is remembered of how a subscriber reads. */
export interface Pace {
  /** A newcomer that was waited for in vain. */
  isPassedOver: boolean;
  /** A newcomer that took nothing for `NEWCOMERS_MS`: its buffers are full. */
  wasStill: boolean;
  /** It took too little when that was last measured. */
  isSlow: boolean;
  /** Since when, and from how many bytes on, its pace is measured. */
  measured?: { since: number; taken: number };
}

export function unknownPace(): Pace {
  return { isPassedOver: false, wasStill: false, isSlow: false };
}

/** A publisher's patience with its subscribers. */
export class Patience {
  #budgetMs = BUDGET_MS;
  #spentAt = performance.now();

  /** @param isKnown Whether the subscriber is no stranger. */
  isWaitedFor(queue: WriteQueue, pace: Pace, isKnown: boolean): boolean {
    if (queue.queued === 0) {
      pace.measured = undefined;
      return false;
    }
    if (!isKnown) return false;
    if (queue.hasRead) return !isSlow(queue, pace);
    const still = performance.now() - queue.progress;
    pace.wasStill ||= still >= NEWCOMERS_MS;
    if (pace.isPassedOver) {
      // Buffers that were full have room only if it reads.
      queue.hasRead = pace.wasStill && still < NEWCOMERS_MS;
      // It moves again, so it may prove itself.
      pace.isPassedOver = still >= LOOK_MS;
      return queue.hasRead || !pace.isPassedOver;
    }
    if (still < NEWCOMERS_MS && this.#budget() > 0) return true;
    pace.isPassedOver = true;
    this.#budgetMs = this.#budget() - Math.min(still, NEWCOMERS_MS);
    return false;
  }

  #budget(): number {
    const now = performance.now();
    const back = (now - this.#spentAt) * BUDGET_RATE;
    this.#spentAt = now;
    return this.#budgetMs = Math.min(BUDGET_MS, this.#budgetMs + back);
  }
}

/** Measures the pace of one whose queue is not empty. */
function isSlow({ taken }: WriteQueue, pace: Pace): boolean {
  const now = performance.now();
  const measured = pace.measured ??= { since: now, taken };
  if (now - measured.since >= PACE_MS) {
    pace.isSlow = taken - measured.taken < PACE_BYTES;
    pace.measured = { since: now, taken };
  }
  return pace.isSlow;
}
