/**
 * The cells that ran, by the names that their frames carry in stacks, so that
 * a traceback can show the cell's own number and the source line.
 *
 * @module
 */

export interface CellPlace {
  execution_count: number;
  /** 1-based, in the cell as it was written. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** The source line. */
  text: string;
}

export class CellSources {
  #cells = new Map<string, { execution_count: number; code: string }>();

  /** The names of all cells, with their sources, in the order in which they ran. */
  *entries(): Generator<[name: string, code: string]> {
    for (const [name, { code }] of this.#cells) yield [name, code];
  }

  /**
   * Remembers a cell.
   *
   * @returns What it is called in stacks: `In[3]`, as users know their cells,
   *   made unique for runs that are not counted. Its functions are in a script
   *   of their own, with a star behind the name.
   */
  add(execution_count: number, code: string): string {
    let name = `In[${execution_count}]`;
    if (this.#cells.has(name)) name += `~${this.#cells.size}`;
    this.#cells.set(name, { execution_count, code });
    return name;
  }

  /** A place in the cell of that name; undefined if there is no such cell. */
  place(
    name: string,
    { line, column }: { line: number; column: number },
  ): CellPlace | undefined {
    const cell = this.#cells.get(name);
    if (!cell) return undefined;
    const { execution_count, code } = cell;
    const lines = code.split(/\r\n?|\n/);
    return { execution_count, line, column, text: lines[line - 1] ?? "" };
  }
}
