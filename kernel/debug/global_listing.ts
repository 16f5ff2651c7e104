/**
 * The notebook's variables as a whole, held until they are listed anew.
 *
 * @module
 */

import type { DebugProtocol as Dap } from "@vscode/debugprotocol";
import { OBJECT_GROUP } from "./evaluation.ts";
import { globalsOf } from "./globals.ts";
import type { Values } from "./values.ts";

export class GlobalListing {
  readonly #values: Values;
  #listing: Promise<Dap.Variable[]> | undefined;
  #count = 0;
  /** Holds the mirrors of the latest listing. */
  #group: string | undefined;

  constructor(values: Values) {
    this.#values = values;
  }

  /**
   * Lists them, once for all who ask meanwhile: JupyterLab asks at each line
   * that a cell prints.
   */
  list(): Promise<Dap.Variable[]> {
    return this.#listing ??= this.#list()
      .finally(() => this.#listing = undefined);
  }

  async #list(): Promise<Dap.Variable[]> {
    const { runtime, references } = this.#values;
    const former = this.#group;
    // While code is paused, the references also lead to variables of its frames.
    if (!runtime.child.debugger.isPaused) references.clear();
    this.#group = `${OBJECT_GROUP}-${++this.#count}`;
    try {
      return await globalsOf(this.#values, this.#group);
    } finally {
      if (former) runtime.child.release(former);
    }
  }
}
