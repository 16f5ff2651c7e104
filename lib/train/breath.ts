/**
 * Pauses of a training, in which events come in: messages, the user's Stop.
 *
 * @module
 */

import type { FitOptions } from "./fit_options.ts";

/** How long the thread may be kept from events unless told otherwise. */
const BREATH_MS = 100;

/** Pauses when it is time to. */
export class Breath {
  readonly #yieldEvery: NonNullable<FitOptions["yieldEvery"]>;
  #last = performance.now();
  #wake: () => void = () => {};

  constructor(yieldEvery: FitOptions["yieldEvery"] = "auto") {
    this.#yieldEvery = yieldEvery;
  }

  /**
   * Pauses if it is time to; called after each batch and epoch.
   *
   * @param whilePaused What else the pause waits for.
   */
  async pause(
    after: "batch" | "epoch",
    whilePaused: () => Promise<void> | undefined,
  ): Promise<void> {
    const every = this.#yieldEvery;
    if (typeof every === "number" || every === "auto") {
      const patienceMs = every === "auto" ? BREATH_MS : every;
      if (performance.now() - this.#last < patienceMs) return;
    } else if (every !== after) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    await whilePaused();
    this.#last = performance.now();
  }

  /** Ends a pause: its timer may belong to a cell that gets no more timers. */
  end(): void {
    this.#wake();
  }
}
