/**
 * One output that changes while a cell runs, and lines on stderr where there
 * is no notebook to change it in.
 *
 * What is shown is the caller's; this decides only when and where.
 *
 * @module
 */

import { checkOptions } from "../options/check_options.ts";
import type { MimeBundle } from "./mime_bundle.ts";

/**
 * Shows a bundle under an id; with `update`, in place of what stood there. With
 * `isLive` another one follows.
 */
export type Screen = (
  bundle: MimeBundle,
  id: string,
  update: boolean,
  isLive?: boolean,
) => Promise<void> | void;

/** The notebook this code runs in, if any. */
export function notebookScreen(): Screen | undefined {
  let jupyter: typeof Deno.jupyter;
  try {
    // Under `deno run` the getter itself throws.
    jupyter = Deno.jupyter;
    if (typeof jupyter?.display !== "function") return undefined;
  } catch {
    return undefined;
  }
  return (data, display_id, update, isLive) =>
    jupyter.broadcast(update ? "update_display_data" : "display_data", {
      data,
      // Front ends forget the ids of displays with the page. Where that is
      // opened again, Thaw's extension finds the output by this.
      metadata: isLive ? { thaw: { display_id } } : {},
      transient: { display_id },
    });
}

/** Where lines go without a notebook. */
export interface LineWriter {
  /** Whether a line can be rewritten in place. */
  isTerminal: boolean;
  write(text: string): void;
}

const standardError: LineWriter = {
  get isTerminal() {
    return Deno.stderr.isTerminal();
  },
  write(text) {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  },
};

/** For tests and for front ends of one's own; each has a default. */
export interface LiveDisplayOptions {
  /** Where to show; the notebook if there is one, else lines. */
  screen?: Screen;
  /** Where lines go without a screen; stderr. */
  lines?: LineWriter;
  /** Least time between two updates, in milliseconds; 250. */
  interval?: number;
  /** A clock in milliseconds. */
  now?: () => number;
}

/**
 * An output updated in place at most once per interval.
 *
 * Updates in between are dropped, not queued: the next one shows the newest
 * state, and `finish()` is always shown.
 */
export class LiveDisplay {
  readonly #screen: Screen | undefined;
  readonly #lines: LineWriter;
  readonly #interval: number;
  readonly #now: () => number;
  // Random: a front end also updates what an earlier session left on the page.
  readonly #id = crypto.randomUUID();
  #shown = false;
  #finished = false;
  #nextAt = -Infinity;
  #sent: Promise<void> = Promise.resolve();

  /** @throws {TypeError} If there is no such option. */
  constructor(options: LiveDisplayOptions = {}) {
    checkOptions("LiveDisplay", options, {
      screen: true,
      lines: true,
      interval: true,
      now: true,
    });
    this.#screen = options.screen ?? notebookScreen();
    this.#lines = options.lines ?? standardError;
    this.#interval = options.interval ?? 250;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Whether there is a notebook whose output can be updated in place. */
  get isUpdatable(): boolean {
    return this.#screen !== undefined;
  }

  /** Whether the next update would be shown. */
  get isDue(): boolean {
    return !this.#finished && this.#now() >= this.#nextAt;
  }

  /**
   * Shows a state, unless the last one is younger than the interval.
   *
   * @param make Gives the bundle; called only if it will be shown. In a
   * terminal its `text/plain` should be one line.
   */
  update(make: () => MimeBundle): void {
    if (!this.isDue) return;
    this.#nextAt = this.#now() + this.#interval;
    if (this.#screen) this.#send(make(), true);
    else if (this.#lines.isTerminal) {
      this.#lines.write(`\r\x1b[K${make()["text/plain"]}`);
      this.#shown = true;
    }
  }

  /** Writes a line that stays; a screen has its own state and ignores it. */
  line(text: string): void {
    if (this.#screen || this.#finished) return;
    const start = this.#lines.isTerminal && this.#shown ? "\r\x1b[K" : "";
    this.#lines.write(`${start}${text}\n`);
    this.#shown = false;
  }

  /** Shows the last state; later updates are ignored. */
  async finish(bundle: MimeBundle): Promise<void> {
    if (this.#finished) return;
    if (this.#screen) this.#send(bundle, false);
    else this.line(String(bundle["text/plain"]));
    this.#finished = true;
    await this.#sent;
  }

  #send(bundle: MimeBundle, isLive: boolean): void {
    const update = this.#shown;
    this.#shown = true;
    this.#sent = this.#sent
      .then(() => this.#screen!(bundle, this.#id, update, isLive))
      .catch((error) => this.#lines.write(`Display failed: ${error}\n`));
  }
}
