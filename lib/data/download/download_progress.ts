/**
 * How far a download is, shown from its third second on.
 *
 * @module
 */

import {
  LiveDisplay,
  type LiveDisplayOptions,
} from "../../display/live_display.ts";

/** Shorter downloads show nothing. */
export const DOWNLOAD_QUIET_MS = 2000;

/** Shows the progress of one download. */
export class DownloadProgress {
  readonly #name: string;
  readonly #display: LiveDisplay;
  readonly #now: () => number;
  readonly #start: number;
  #line = "";

  constructor(name: string, options: LiveDisplayOptions = {}) {
    this.#name = name;
    this.#display = new LiveDisplay(options);
    this.#now = options.now ?? (() => performance.now());
    this.#start = this.#now();
  }

  /** @param total Bytes in all; NaN where the server does not say. */
  update(done: number, total: number): void {
    const elapsed = this.#now() - this.#start;
    if (elapsed < DOWNLOAD_QUIET_MS) return;
    this.#line = downloadLine(this.#name, done, total, elapsed);
    this.#display.update(() => ({ "text/plain": this.#line }));
  }

  /** Shows the end, if anything was shown before. */
  async finish(): Promise<void> {
    if (this.#line) await this.#display.finish({ "text/plain": this.#line });
  }
}

/**
 * One line: `mnist.npz  [=========>          ]  5.4/11.5 MB  2.1 MB/s`.
 *
 * @param done Bytes so far.
 * @param total Bytes in all, or NaN.
 * @param elapsed Milliseconds so far.
 */
function downloadLine(
  name: string,
  done: number,
  total: number,
  elapsed: number,
): string {
  const rate = `${megabytes(done / elapsed * 1000)} MB/s`;
  if (Number.isNaN(total)) return `${name}  ${megabytes(done)} MB  ${rate}`;
  const filled = Math.floor(20 * done / Math.max(total, 1));
  const bar = `${"=".repeat(filled)}>`.slice(0, 20).padEnd(20);
  return `${name}  [${bar}]  ${megabytes(done)}/${
    megabytes(total)
  } MB  ${rate}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
