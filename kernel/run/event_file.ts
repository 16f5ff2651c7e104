/**
 * Where the lines of `--json` go.
 *
 * @module
 */

import { BadInputError } from "../notebook/bad_input_error.ts";
import { writeFailure } from "../config/file_failure.ts";
import { appendFile, stat, writeFile } from "./write_file.ts";

const encoder = new TextEncoder();

/**
 * A file that is made anew, or a pipe. A pipe is opened once: its reader takes
 * it for ended when it is closed, and without a reader the next opening would
 * wait for ever.
 */
export class EventFile {
  readonly #path: string;
  #pipe: Deno.FsFile | undefined;

  /**
   * Waits for a pipe's reader, as a shell does.
   *
   * @param first Its first line.
   * @throws {BadInputError} If it can't be written.
   */
  constructor(path: string, first: string) {
    this.#path = path;
    if (!stat(path)?.isFifo) {
      writeFile(path, first);
      return;
    }
    this.#attempt(() => {
      this.#pipe = Deno.openSync(path, { write: true });
    });
    this.append(first);
  }

  /** @throws {BadInputError} If it can't be written. */
  append(line: string): void {
    const pipe = this.#pipe;
    if (!pipe) return appendFile(this.#path, line);
    this.#attempt(() => {
      let bytes = encoder.encode(line);
      while (bytes.length > 0) bytes = bytes.subarray(pipe.writeSync(bytes));
    });
  }

  /** A pipe's reader learns that nothing more comes. */
  close(): void {
    this.#pipe?.close();
    this.#pipe = undefined;
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw new BadInputError(
        `${this.#path} can't be written: ${writeFailure(error as Error)}`,
      );
    }
  }
}
