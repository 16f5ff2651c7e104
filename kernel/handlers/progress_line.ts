/**
 * One line below a cell that changes in place while something goes on, and is
 * gone in the end: a saved notebook does not say how long a download took.
 *
 * @module
 */

import type { Context } from "./context.ts";

export class ProgressLine {
  readonly #publish: Context["publish"];
  #display_id: string | undefined;
  #isAlone = true;

  constructor(publish: Context["publish"]) {
    this.#publish = publish;
  }

  show(text: string) {
    const msg_type = this.#display_id ? "update_display_data" : "display_data";
    this.#display_id ??= crypto.randomUUID();
    this.#publish(msg_type, {
      data: { "text/plain": text },
      metadata: {},
      transient: { display_id: this.#display_id },
    });
  }

  /**
   * Called when the cell has shown something, or may show no more: a client can
   * clear all outputs of a cell, and not one of them.
   */
  stay() {
    this.#isAlone = false;
  }

  /** Takes the line away; beside other outputs it stays, as `text`. */
  end(text: string) {
    if (!this.#display_id) return;
    if (this.#isAlone) this.#publish("clear_output", { wait: false });
    else this.show(text);
    this.#display_id = undefined;
  }
}
