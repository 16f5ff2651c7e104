/**
 * Saves a notebook while it runs: twice a second, unless more than a tenth of
 * the time would go to it.
 *
 * @module
 */

import type { Notebook } from "../notebook/notebook.ts";
import { hasCrlf, writeNotebook } from "../notebook/notebook_text.ts";
import type { NotebookFile } from "./notebook_file.ts";
import { writeFile } from "./write_file.ts";

/** How much longer than a save the time between two must be. */
const PAUSE_FACTOR = 10;

/** The shortest time between two saves, which `kill -9` may cost. */
const PAUSE_MS = 500;

/** Saves one notebook, again and again. */
export class NotebookSaver {
  readonly #notebook: Notebook;
  readonly #onConflict: (path: string) => void;
  readonly #mode: number | undefined;
  /** The notebook itself as it was, where the run goes there. */
  readonly #former: string = "";
  #path: string | undefined;
  #stamp: string | undefined;
  #next = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #error: Error | undefined;

  /**
   * @param stamp The input's from before it was read.
   * @param onConflict Told where the run goes when somebody edited the file.
   */
  constructor(
    file: NotebookFile,
    notebook: Notebook,
    stamp: string,
    onConflict: (path: string) => void,
  ) {
    this.#notebook = notebook;
    this.#onConflict = onConflict;
    this.#path = file.output;
    // Who may read the notebook may read its run, and nobody else.
    this.#mode = modeOf(file.input);
    if (file.output === file.input) {
      this.#stamp = stamp;
      this.#former = firstLine(file.input);
    }
  }

  /** Where the notebook is now. */
  get path(): string | undefined {
    return this.#path;
  }

  /**
   * Something has changed that should be saved soon.
   *
   * @throws {BadInputError} If it could not be saved since the last call.
   */
  touch(): void {
    if (this.#error) throw this.#error;
    const now = performance.now();
    if (now >= this.#next) {
      this.save();
      return;
    }
    this.#timer ??= setTimeout(() => {
      try {
        this.save();
      } catch (error) {
        this.#error = error as Error;
      }
    }, this.#next - now);
  }

  /**
   * Saves now.
   *
   * @throws {BadInputError} If it can't be saved.
   */
  save(): void {
    this.stop();
    if (this.#path === undefined) return;
    const start = performance.now();
    if (this.#stamp !== undefined && stampOf(this.#path) !== this.#stamp) {
      this.#path = conflictPath(this.#path);
      this.#stamp = undefined;
      this.#onConflict(this.#path);
    }
    const isCrlf = hasCrlf(this.#former);
    writeFile(this.#path, (push) => {
      writeNotebook(this.#notebook, (part) => {
        // In JSON, line ends of sources are written as two letters each.
        push(isCrlf ? part.replaceAll("\n", "\r\n") : part);
      });
    }, this.#mode);
    if (this.#stamp !== undefined) this.#stamp = stampOf(this.#path);
    const end = performance.now();
    this.#next = end + Math.max(PAUSE_MS, PAUSE_FACTOR * (end - start));
  }

  /** Drops the save that `touch()` has put off. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

/** A text that is another one once somebody else has written the file. */
export function stampOf(path: string): string {
  try {
    const { mtime, size, ino } = Deno.statSync(path);
    return `${mtime?.getTime()} ${size} ${ino}`;
  } catch {
    return "gone";
  }
}

/** The start of a file, whose line end tells those of all. */
function firstLine(path: string): string {
  try {
    const bytes = Deno.readFileSync(path).subarray(0, 4096);
    return new TextDecoder().decode(bytes);
  } catch {
    return "";
  }
}

function modeOf(path: string): number | undefined {
  try {
    return (Deno.statSync(path).mode ?? 0o644) & 0o777;
  } catch {
    return undefined;
  }
}

/** A name that nothing has yet: an earlier run may lie beside the notebook. */
function conflictPath(path: string): string {
  const stem = path.replace(/\.ipynb$/, "");
  for (let more = 1;; more++) {
    const number = more === 1 ? "" : `-${more}`;
    const free = `${stem}${number}.executed.ipynb`;
    if (stampOf(free) === "gone") return free;
  }
}
