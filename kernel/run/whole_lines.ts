/**
 * Text of several notebooks that run at once, to lines that say whose they are.
 *
 * @module
 */

/** Joins pieces of text to lines, each notebook's apart. */
export class WholeLines {
  readonly #begun = new Map<string, string>();

  /**
   * A notebook's next piece of text.
   *
   * @returns The lines that it ends, with the notebook's name before each.
   */
  take(name: string, text: string): string {
    const lines = `${this.#begun.get(name) ?? ""}${text}`.split("\n");
    this.#begun.set(name, lines.pop()!);
    return lines.map((line) => `${name}: ${line}\n`).join("");
  }

  /** The notebook prints no more: a line that it began ends here. */
  end(name: string): string {
    const rest = this.#begun.get(name);
    this.#begun.delete(name);
    return rest ? `${name}: ${rest}\n` : "";
  }
}
