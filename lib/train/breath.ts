/**
 * Pauses of a training, in which events come in: messages, the user's Stop.
 *
 * @module
 */

import { messagesHeard } from "../widgets/front_end.ts";
import type { FitOptions } from "./fit_options.ts";

/**
 * How long the thread may go without taking in events, unless told otherwise.
 */
const BREATH_MS = 100;

/**
 * How long to wait for another message after one has come. The kernel hands
 * them over one by one, and a page that opens asks for two dozen widgets. If
 * only one message were let in each time, a long batch would lie between any
 * two.
 */
const NEXT_MESSAGE_MS = 20;

/** How long a front end that never stops sending can hold up a training. */
const MESSAGES_MS = 500;

/** Pauses when it is time to. */
export class Breath {
  readonly #yieldEvery: NonNullable<FitOptions["yieldEvery"]>;
  #last = performance.now();
  #wake: () => void = () => {};
  #isOver = false;

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
    const started = performance.now();
    for (let waitMs = 0;; waitMs = NEXT_MESSAGE_MS) {
      const heard = messagesHeard();
      await this.#wait(waitMs);
      if (messagesHeard() === heard) break;
      if (performance.now() - started > MESSAGES_MS) break;
    }
    await whilePaused();
    this.#last = performance.now();
  }

  async #wait(waitMs: number): Promise<void> {
    if (this.#isOver) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends a pause: its timer may belong to a cell that gets no more timers. */
  end(): void {
    this.#isOver = true;
    this.#wake();
  }
}
