/**
 * What the names of a notebook mean after the cells that ran: which cell each
 * was declared in, and what a cell that failed took from them.
 *
 * @module
 */

import type { UnsetName } from "../cell/parse/cell_scope.ts";
import type { ReadCell } from "./read_cell.ts";

/** Where a name was declared. */
export interface CellOrigin {
  execution_count: number;
  /** 1-based. */
  line: number;
  code: string;
}

/** How far a cell came that failed. */
export interface CellFailure {
  /** What it declared and did not set; undefined if nothing of it ran. */
  unset?: readonly UnsetName[];
  /** Where its own code failed, 1-based, if that is known. */
  line?: number;
}

interface Home extends CellOrigin {
  file: string;
  lastLine: number;
  mutable: boolean;
  hoisted: boolean;
  module?: string;
  isModule?: boolean;
  /** Modules, as written, that its value may come from. */
  sources: ReadonlySet<string>;
}

/** A name without a type: the cell that declared it failed. */
interface Untyped {
  /** Whether V8 lets it be read, and not only assigned to. */
  isReadable: boolean;
}

export class DeclaredNames {
  #homes = new Map<string, Home>();
  #untyped = new Map<string, Untyped>();
  /** What the latest cell's names were before it. */
  #former = new Map<string, Home | Untyped | undefined>();

  /** Names that have a type, the last declared last. */
  get homes(): ReadonlyMap<string, Home> {
    return this.#homes;
  }

  /** A cell begins; if it leaves anything, `declare()` comes next. */
  begin({ names, assigned }: ReadCell) {
    this.#former = new Map(
      names.map(({ name }) => [
        name,
        this.#homes.get(name) ?? this.#untyped.get(name),
      ]),
    );
    // V8 refuses a name that is unset, until a cell assigns to it.
    for (const name of assigned) {
      if (this.#untyped.has(name)) this.#put(name, { isReadable: true });
    }
  }

  declare(
    cell: ReadCell,
    from: { file: string; execution_count: number; code: string },
  ) {
    const sources = this.sourcesIn(cell);
    for (const { name, exported: _, ...declared } of cell.names) {
      this.#put(name, { ...declared, ...from, sources: sources.get(name)! });
    }
  }

  /**
   * Modules that the values of names may come from: those a cell declares, and
   * those of earlier cells in it. Its own may come from all that these do.
   */
  sourcesIn({ names, mentioned }: ReadCell): Map<string, ReadonlySet<string>> {
    const own = new Map(names.map(({ name, module }) => [name, module]));
    const found = new Map<string, ReadonlySet<string>>();
    for (const name of mentioned) {
      const module = own.get(name);
      const home = own.has(name) ? undefined : this.#homes.get(name);
      if (module !== undefined) found.set(name, new Set([module]));
      else if (home) found.set(name, home.sources);
    }
    const all = new Set([...found.values()].flatMap((one) => [...one]));
    for (const { name, module } of names) {
      found.set(name, module === undefined ? all : new Set([module]));
    }
    return found;
  }

  /** Takes note that the latest cell failed. */
  fail(execution_count: number, { unset, line }: CellFailure) {
    const isUnset = new Map(unset?.map(({ name, early }) => [name, early]));
    for (const [name, former] of this.#former) {
      const home = this.#homes.get(name);
      if (home?.execution_count !== execution_count) continue;
      const early = isUnset.get(name);
      if (unset === undefined) this.#put(name, former);
      else if (early !== undefined) this.#put(name, { isReadable: early });
      else if (!former || home.hoisted || hasSameCode(former, home)) continue;
      // V8 keeps the former value until the declaration has given another.
      else if (line !== undefined && line < home.line) this.#put(name, former);
      else if (line === undefined || line <= home.lastLine) {
        this.#put(name, { isReadable: true });
      }
    }
  }

  /** Names without a type that a cell uses, and does not declare itself. */
  untyped({ names, mentioned, assigned }: ReadCell): string[] {
    const isMeant = ([name, { isReadable }]: [string, Untyped]) =>
      mentioned.has(name) && (isReadable || assigned.has(name)) &&
      !names.some((own) => own.name === name);
    return [...this.#untyped].filter(isMeant).map(([name]) => name);
  }

  /** @param meaning Undefined if the name is not there any more. */
  #put(name: string, meaning: Home | Untyped | undefined) {
    this.#homes.delete(name);
    this.#untyped.delete(name);
    if (!meaning) return;
    if ("file" in meaning) this.#homes.set(name, meaning);
    else this.#untyped.set(name, meaning);
  }
}

/** Whether a name means the same, as its cell has only run again. */
function hasSameCode(former: Home | Untyped, home: Home): boolean {
  return "code" in former && former.code === home.code;
}
