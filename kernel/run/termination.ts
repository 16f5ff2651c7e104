/**
 * Ctrl-C and its kin: a first one asks for an orderly end, a second one does
 * not wait for it.
 *
 * @module
 */

import { SAME_SIGNAL_MS } from "../time/same_signal.ts";

/** What ends a run, and the exit code of each: 128 and the signal's number. */
const CODES = Deno.build.os === "windows"
  ? { SIGINT: 130 } as const
  : { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The run was asked to end. */
export class TerminationError extends Error {
  override name = "TerminationError";

  /** @param code What to exit with. */
  constructor(readonly code: number) {
    super(`Ended by a signal, exit code ${code}`);
  }
}

/** Listens for signals until it is disposed. */
export class Termination implements Disposable {
  readonly #listeners: [Deno.Signal, () => void][];
  #requested: TerminationError | undefined;
  #since = 0;

  readonly #onRequest = new Set<() => void>();

  constructor() {
    this.#listeners = Object.entries(CODES).map(([signal, code]) => [
      signal as Deno.Signal,
      () => {
        if (this.#requested) {
          if (Date.now() - this.#since > SAME_SIGNAL_MS) Deno.exit(code);
          return;
        }
        this.#since = Date.now();
        this.#requested = new TerminationError(code);
        for (const listener of this.#onRequest) listener();
      },
    ]);
    if (Deno.build.os !== "windows") {
      // A file beyond `ulimit -f` ends a program without a word, unless it takes
      // the signal; then the write fails, and that is told.
      this.#listeners.push(["SIGXFSZ", () => {}]);
    }
    for (const [signal, listener] of this.#listeners) {
      Deno.addSignalListener(signal, listener);
    }
  }

  /** The first signal, if one has come. */
  get requested(): TerminationError | undefined {
    return this.#requested;
  }

  /** Calls back on the first signal; at once if it has come. */
  onRequest(listener: () => void): Disposable {
    if (this.#requested) listener();
    this.#onRequest.add(listener);
    return { [Symbol.dispose]: () => this.#onRequest.delete(listener) };
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    for (const [signal, listener] of this.#listeners) {
      Deno.removeSignalListener(signal, listener);
    }
  }
}
