/**
 * When something that grows is sent: not at each change, and the less often the
 * longer sending takes.
 *
 * @module
 */

/** After sending, nothing is sent for so many times as long as that took. */
const REST = 4;

export class SendPace {
  readonly #sendAll: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer ends, as `performance.now()` tells. */
  #timerEnd = Infinity;
  /** When it was sent last, and for how long nothing is sent then. */
  #sent = { at: -Infinity, restMs: 0 };

  /** @param sendAll Sends what there is; returns false if there is nothing. */
  constructor(sendAll: () => boolean) {
    this.#sendAll = sendAll;
  }

  /** Counts from now on, as if something had been sent. */
  begin(): void {
    this.#sent = { at: performance.now(), restMs: 0 };
  }

  send(): void {
    clearTimeout(this.#timer);
    this.#timerEnd = Infinity;
    const begun = performance.now();
    if (!this.#sendAll()) return;
    const at = performance.now();
    this.#sent = { at, restMs: REST * (at - begun) };
  }

  /** @param gatherMs How long after the last time, at least. */
  sendLater(gatherMs: number): void {
    const due = this.#sent.at + Math.max(gatherMs, this.#sent.restMs);
    const now = performance.now();
    if (now >= due) this.send();
    // A timer of a cell that was stopped does nothing.
    else if (due < this.#timerEnd || now > this.#timerEnd) {
      clearTimeout(this.#timer);
      this.#timerEnd = due;
      this.#timer = setTimeout(() => this.send(), due - now);
    }
  }
}
