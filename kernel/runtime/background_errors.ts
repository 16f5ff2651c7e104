/**
 * Errors that no cell caught: of promises that nobody awaits, timers, listeners
 * and Workers. They end no cell, and the kernel keeps its variables; who runs a
 * notebook without looking at it asks for them at its end.
 *
 * @module
 */

import type { BackgroundError } from "./interpreter.ts";

/** So many are kept. A timer may throw every few milliseconds. */
const KEPT = 100;

export class BackgroundErrors {
  readonly #errors = new Map<string, BackgroundError>();

  /** @param key Tells it from all others. */
  note(key: string, error: BackgroundError) {
    if (this.#errors.size < KEPT) this.#errors.set(key, error);
  }

  /** Somebody has handled it after all. */
  handled(key: string) {
    this.#errors.delete(key);
  }

  /** Those that nobody has handled, in the order in which they came. */
  list(): BackgroundError[] {
    return [...this.#errors.values()];
  }
}
