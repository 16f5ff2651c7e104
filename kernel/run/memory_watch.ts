/**
 * Ends a kernel that takes more memory than it was given.
 *
 * @module
 */

import { processes, tree } from "../system/processes.ts";

/** How often it is looked at. */
const MEMORY_LOOK_MS = 250;

/** Watches the memory of a process and all that it started. */
export class MemoryWatch implements Disposable {
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  /** Whether it took too much. */
  exceeded = false;

  /**
   * @param pidOf Of the process, which may end and be followed by another.
   * @param limit In MiB; nothing means that all is allowed.
   * @param onExceeded Called once.
   */
  constructor(
    pidOf: () => number | undefined,
    limit: number | undefined,
    onExceeded: () => void,
  ) {
    if (limit === undefined) return;
    this.#timer = setInterval(() => {
      const pid = pidOf();
      if (pid === undefined || memoryOf(pid) <= limit) return;
      clearInterval(this.#timer);
      this.exceeded = true;
      onExceeded();
    }, MEMORY_LOOK_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** What a process and its descendants hold in memory, in MiB. */
function memoryOf(pid: number): number {
  const bytes = tree(pid, processes())
    .reduce((sum, { residentBytes }) => sum + residentBytes, 0);
  return bytes / 2 ** 20;
}
