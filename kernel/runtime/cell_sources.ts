/**
 * The cells that ran, by the names that their frames carry in stacks, so that
 * a traceback can show the cell's own number, line and source.
 *
 * @module
 */

import type { CompiledCell } from "../cell/compile_cell.ts";

export type Script = "prelude" | "body";

export interface CellPlace {
  execution_count: number;
  /** 1-based, in the cell as it was written. */
  line: number;
  /** 1-based, in UTF-16 units. */
  column: number;
  /** The source line. */
  text: string;
}

interface Source {
  execution_count: number;
  lines: string[];
  compiled: CompiledCell;
}

export class CellSources {
  #scripts = new Map<string, Source & { script: Script }>();

  /**
   * Remembers a cell.
   *
   * @returns What its two scripts are called in stacks: `In[3]`, as users know
   *   their cells, made unique for runs that are not counted.
   */
  add(
    execution_count: number,
    code: string,
    compiled: CompiledCell,
  ): Record<Script, string> {
    const lines = code.split(/\r\n?|\n/);
    const source = { execution_count, lines, compiled };
    let body = `In[${execution_count}]`;
    if (this.#scripts.has(body)) body += `~${this.#scripts.size}`;
    const prelude = `${body}*`;
    this.#scripts.set(body, { ...source, script: "body" });
    this.#scripts.set(prelude, { ...source, script: "prelude" });
    return { body, prelude };
  }

  /**
   * Where in which cell a frame is; line and column are 1-based, as in stacks.
   *
   * @returns `"hidden"` for code that the compiler added, `undefined` for what
   *   is no cell.
   */
  place(
    url: string,
    line: number,
    column: number,
  ): CellPlace | "hidden" | undefined {
    const source = this.#scripts.get(url);
    if (!source) return undefined;
    const { execution_count, lines, compiled, script } = source;
    const position = compiled.position(script, line - 1, column - 1);
    if (!position) return "hidden";
    return {
      execution_count,
      ...position,
      text: lines[position.line - 1] ?? "",
    };
  }
}
