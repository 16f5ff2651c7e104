/**
 * What a run says: paths and findings on stdout, progress and errors on stderr.
 *
 * In a terminal one line is rewritten; in a log each finished cell has a line.
 * Whoever reads may stop reading: then nothing more is said, and the run goes
 * on.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { progressLine, runningLine } from "./progress_line.ts";
import { WholeLines } from "./whole_lines.ts";

const encoder = new TextEncoder();

/** How often the elapsed time is shown, in ms. */
const CLOCK_TICK_MS = 1000;

/** A notebook that runs. */
interface Progress {
  started: number;
  done: number;
  total: number;
  /** What its last run took, in ms. */
  expected: number | undefined;
}

/** Reports the progress of notebooks. */
export class Reporter {
  readonly #live = Deno.stderr.isTerminal() && Deno.env.get("TERM") !== "dumb";
  /** Whether what goes to stderr may have colours. */
  readonly colour = this.#live && !Deno.env.get("NO_COLOR");
  readonly #running = new Map<string, Progress>();
  readonly #lines = new WholeLines();
  /** A terminal that is gone has no reader, either. */
  readonly #isInTerminal = Deno.stdout.isTerminal();
  #unsaid: string | undefined;
  #shown = false;
  #ticker: ReturnType<typeof setInterval> | undefined;

  /**
   * A notebook starts.
   *
   * @param expected What its last run took, in ms.
   */
  start(name: string, expected?: number): void {
    this.#running.set(name, {
      started: performance.now(),
      done: 0,
      total: 0,
      expected,
    });
    if (this.#live) {
      this.#ticker ??= setInterval(() => this.#rewrite(), CLOCK_TICK_MS);
    }
  }

  /** `done` of its `total` cells have run. */
  progress(name: string, done: number, total: number): void {
    const progress = this.#running.get(name);
    if (!progress) return;
    Object.assign(progress, { done, total });
    if (this.#live) this.#rewrite();
    else if (done > 0) this.#error(this.#line(name, progress));
  }

  /** It has ended, well or not. */
  end(name: string): void {
    const progress = this.#running.get(name);
    if (!progress) return;
    const rest = this.#lines.end(name);
    if (rest) this.output(rest);
    if (this.#live) {
      // The line stays as it is, and those that still run go on below.
      this.#clear();
      if (progress.total > 0) this.#error(this.#line(name, progress));
    }
    this.#running.delete(name);
    if (this.#running.size === 0) this.stop();
    else if (this.#live) this.#rewrite();
  }

  /** How wide a line may be. */
  get columns(): number {
    return columns();
  }

  /** What the run found out. */
  say(text: string): void {
    this.#unsaid ??= this.#out(`${text}\n`);
  }

  /** Why something that was found out could not be said. */
  get unsaid(): string | undefined {
    return this.#unsaid;
  }

  /**
   * Text for stdout as it is, without a newline: what was asked for, so it may
   * not be lost in silence.
   *
   * @throws {BadInputError} If it can't be written, unless its reader has ended.
   */
  write(text: string): void {
    const reason = this.#out(text);
    if (reason !== undefined) throw new BadInputError(reason);
  }

  /** @returns Why it can't be written, unless nobody reads it any more. */
  #out(text: string): string | undefined {
    this.#clear();
    const error = write(Deno.stdout, text);
    return error && !(error instanceof Deno.errors.BrokenPipe) &&
        !this.#isInTerminal
      ? `standard output can't be written: ${error.message}`
      : undefined;
  }

  /**
   * What a cell prints while it runs.
   *
   * @param name The notebook's, where others run meanwhile.
   */
  output(text: string, name?: string): void {
    const lines = name === undefined ? text : this.#lines.take(name, text);
    if (lines === "") return;
    this.#clear();
    write(Deno.stderr, this.#plain(lines));
  }

  /** Nothing is rewritten any more. */
  stop(): void {
    this.#clear();
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  /** Something went wrong. */
  fail(message: string, traceback: string[] = []): void {
    this.#clear();
    this.#error(this.#plain([message, ...traceback].join("\n")));
  }

  #plain(text: string): string {
    return this.colour ? text : stripVTControlCharacters(text);
  }

  #line(name: string, progress: Progress): string {
    const { started, done, total, expected } = progress;
    const elapsed = performance.now() - started;
    return progressLine(
      name,
      done,
      total,
      elapsed,
      this.#live ? expected : undefined,
    );
  }

  #rewrite(): void {
    const [first, ...more] = [...this.#running];
    if (first === undefined) return;
    // A line that wraps could not be rewritten.
    const line = more.length === 0
      ? this.#line(...first).slice(-columns())
      : runningLine([first, ...more].map(([name, { done, total }]) => ({
        name,
        done,
        total,
      }))).slice(0, columns());
    write(Deno.stderr, `\r\x1b[K${line}`);
    this.#shown = true;
  }

  #clear(): void {
    if (!this.#shown) return;
    this.#shown = false;
    write(Deno.stderr, "\r\x1b[K");
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

/** @returns What went wrong: a pipe is closed, a terminal gone, a disk full. */
function write(
  stream: { writeSync(bytes: Uint8Array): number },
  text: string,
): Error | undefined {
  let bytes = encoder.encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    return error as Error;
  }
}
