/**
 * Cells as a debugger knows them: by a path that front ends compute from a
 * cell's code. Two cells of the same code are one to them.
 *
 * @module
 */

import { cellOfScript } from "../bridge/cell_scripts.ts";
import type { CellSources } from "../runtime/cell_sources.ts";
import { murmur2 } from "./murmur2.ts";

export const HASH_SEED = 0xc70f6907;
/**
 * No file of that name is written: clients get the code by `source`. JupyterLab
 * looks for ipykernel's name to tell a cell, which it shows as "Cell [3]".
 */
export const PATH_PREFIX = `/thaw/ipykernel_${Deno.pid}/`;
export const PATH_SUFFIX = ".ts";

/** The path of a cell's code. */
export function pathOfCode(code: string): string {
  return `${PATH_PREFIX}${murmur2(code, HASH_SEED)}${PATH_SUFFIX}`;
}

/** Whether a path is one of a cell. */
export function isCellPath(path: string): boolean {
  return path.startsWith(PATH_PREFIX);
}

export class DebuggedCells {
  readonly #sources: CellSources;
  /** By path. */
  readonly #codes = new Map<string, string>();
  /** By name; see `CellSources`. */
  readonly #paths = new Map<string, string>();

  constructor(sources: CellSources) {
    this.#sources = sources;
  }

  /** Remembers code that may be run later; gives its path. */
  note(code: string): string {
    const path = pathOfCode(code);
    this.#codes.set(path, code);
    return path;
  }

  /** The code of a path; undefined if none such was seen. */
  code(path: string): string | undefined {
    this.#update();
    return this.#codes.get(path);
  }

  /** The path of a cell that ran, by the name of one of its scripts. */
  pathOfScript(script: string): string | undefined {
    this.#update();
    return this.#paths.get(cellOfScript(script));
  }

  /** The names of the cells that ran with the code of a path. */
  names(path: string): string[] {
    this.#update();
    return [...this.#paths].filter(([, other]) => other === path)
      .map(([name]) => name);
  }

  #update() {
    for (const [name, code] of this.#sources.entries()) {
      if (!this.#paths.has(name)) this.#paths.set(name, this.note(code));
    }
  }
}
