/**
 * What a run says: paths and findings on stdout, progress and errors on stderr.
 *
 * In a terminal one line per notebook is rewritten; in a log each finished
 * cell has a line. Whoever reads may stop reading: then nothing more is said,
 * and the run goes on.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { progressLine } from "./progress_line.ts";

const encoder = new TextEncoder();

/** How often the elapsed time is shown, in ms. */
const TICK = 1000;

/** Reports the progress of notebooks, one at a time. */
export class Reporter {
  readonly #live = Deno.stderr.isTerminal();
  readonly #colour = this.#live && !Deno.env.get("NO_COLOR");
  #name = "";
  #started = 0;
  #done = 0;
  #total = 0;
  #ticker: ReturnType<typeof setInterval> | undefined;

  /** A notebook starts. */
  start(name: string): void {
    this.#name = name;
    this.#started = performance.now();
    if (this.#live) this.#ticker = setInterval(() => this.#rewrite(), TICK);
  }

  /** `done` of its `total` cells have run. */
  progress(done: number, total: number): void {
    this.#done = done;
    this.#total = total;
    if (this.#live) this.#rewrite();
    else if (done > 0) this.#error(this.#line());
  }

  /** It has ended, well or not; it was saved as `path`. */
  end(path: string): void {
    this.stop();
    if (this.#live) this.#error("");
    this.say(path);
  }

  /** What the run found out. */
  say(text: string): void {
    write(Deno.stdout, `${text}\n`);
  }

  /** Nothing is rewritten any more. */
  stop(): void {
    clearInterval(this.#ticker);
  }

  /** Something went wrong. */
  fail(message: string, traceback: string[] = []): void {
    const text = [message, ...traceback].join("\n");
    this.#error(this.#colour ? text : stripVTControlCharacters(text));
  }

  #line(): string {
    const elapsed = performance.now() - this.#started;
    return progressLine(this.#name, this.#done, this.#total, elapsed);
  }

  #rewrite(): void {
    // A line that wraps could not be rewritten.
    const line = this.#line().slice(-columns());
    write(Deno.stderr, `\r\x1b[K${line}`);
  }

  #error(line: string): void {
    write(Deno.stderr, `${line}\n`);
  }
}

function columns(): number {
  try {
    // A terminal that does not know its width says 0.
    return (Deno.consoleSize().columns || 80) - 1;
  } catch {
    return 79;
  }
}

function write(
  stream: { writeSync(bytes: Uint8Array): number },
  text: string,
): void {
  let bytes = encoder.encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch {
    // Nobody reads it: a closed pipe, or a terminal that is gone.
  }
}
