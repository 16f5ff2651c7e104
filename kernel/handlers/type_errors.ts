/**
 * The type errors of one cell on their way to those who look at it.
 *
 * @module
 */

import type { CellTypeError } from "../language/type_errors.ts";
import type { Context } from "./context.ts";
import { typeNote } from "./type_note.ts";

export class TypeErrors {
  #isDue = false;
  #found: CellTypeError[] = [];
  #execution_count: number;
  #publish: Context["publish"];

  constructor(
    checking: Promise<CellTypeError[] | undefined>,
    execution_count: number,
    publish: Context["publish"],
  ) {
    this.#execution_count = execution_count;
    this.#publish = publish;
    checking.then((found = []) => {
      this.#found = found;
      if (this.#isDue) this.#send();
    });
  }

  /**
   * Shows them below the cell's output: at once if they are known, and so
   * before idle; else as late output, since no cell's reply waits for them.
   */
  show() {
    this.#isDue = true;
    this.#send();
  }

  #send() {
    const errors = this.#found.splice(0);
    if (errors.length === 0) return;
    const data = typeNote(errors, this.#execution_count);
    this.#publish("display_data", { data, metadata: {}, transient: {} });
  }
}
