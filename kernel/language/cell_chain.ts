/**
 * Cells as modules that import from each other, one file per cell that ran:
 * what TypeScript reads in place of a notebook.
 *
 * A name that is declared again is imported from its last cell, and each cell
 * keeps what the names meant when it ran. Files of cells never change, so a key
 * costs little more after a thousand of them. (In one document with a
 * block per cell, imports can't be redeclared, and each key costs a pass over
 * all that ever ran.)
 *
 * @module
 */

import {
  editorLineStarts,
  type Position,
  positionOf,
} from "../cell/parse/line_starts.ts";
import {
  type CellFailure,
  type CellOrigin,
  DeclaredNames,
} from "./declared_names.ts";
import { type ReadCell, readCell } from "./read_cell.ts";

/** Names that the cell being written may use without naming them yet. */
const MOST_NAMES = 100;

/** The module of all names. */
export const NAMES = "thaw_names.ts";

/** A file to be written. */
export interface CellFile {
  /** Its name, beside the document. */
  name: string;
  text: string;
}

/** The file of a cell that ran. */
export interface RunCellFile extends CellFile {
  document: CellDocument;
}

/** A cell that is being written, as a module. */
export interface CellDocument {
  text: string;
  isJsx: boolean;
  cell: ReadCell;
  /** Where in `text` an offset of the cell is. */
  fromCell(offset: number): number;
  /**
   * Where in the cell an offset of `text` is, 1-based; undefined for what is
   * not the cell's own.
   */
  placeOf(offset: number): Position | undefined;
  /** Modules that a name's value may come from, by way of earlier cells too. */
  sourcesOf(name: string): ReadonlySet<string>;
}

export class CellChain {
  #names = new DeclaredNames();
  #augmenting: string[] = [];
  #files = new Map<string, number>();
  /** Files that are read whether or not a name is from there. */
  #kept = new Set<string>();
  #count = 0;
  /** What the latest comment says of JSX; it holds for the cells after it. */
  #pragmas = "";

  /** Modules that cells imported, as written. */
  readonly specifiers = new Set<string>();

  /**
   * Takes a cell that runs.
   *
   * @param isKept Whether its file is wanted even if it leaves nothing behind,
   *   or all its names are declared again: until `drop()`.
   * @returns Its file; none if it can't have run, or nobody needs it.
   */
  add(
    code: string,
    execution_count: number,
    isKept = false,
  ): RunCellFile | undefined {
    const cell = readCell(code);
    if (!cell.correct) return undefined;
    for (const specifier of cell.specifiers) this.specifiers.add(specifier);
    this.#pragmas = cell.pragmas || this.#pragmas;
    this.#names.begin(cell);
    const isLeft = cell.names.length > 0 || cell.augments;
    if (!isLeft && !isKept) return undefined;
    const file = `thaw_cell_${++this.#count}.ts${cell.isJsx ? "x" : ""}`;
    this.#files.set(file, execution_count);
    const document = this.#document(code, cell, 0);
    const kept = cell.names.filter(({ exported }) => !exported);
    const exports = kept.map(({ name }) => name).join(", ");
    const text = `${document.text}\nexport { ${exports} };\n`;
    this.#names.declare(cell, { file, execution_count, code });
    if (cell.augments) this.#augmenting.push(file);
    if (isKept) this.#kept.add(file);
    return { name: file, text, document };
  }

  /** Takes note that the latest cell failed. */
  fail(execution_count: number, failure: CellFailure) {
    this.#names.fail(execution_count, failure);
  }

  /** A file is not wanted any more but for the names that are from there. */
  drop(file: string) {
    this.#kept.delete(file);
  }

  /** All names by their last cells, as a module. */
  namesFile(): CellFile {
    const byFile = Map.groupBy(this.#names.homes, ([, { file }]) => file);
    const lines = [...byFile].map(([file, homes]) =>
      `export { ${homes.map(([name]) => name).join(", ")} } from "./${file}";\n`
    );
    const kept = [...this.#kept].map((file) => `import "./${file}";\n`);
    return { name: NAMES, text: ["export {};\n", ...kept, ...lines].join("") };
  }

  /**
   * The cell that is being written, with all names it may use. It imports them
   * from `namesFile()`: whatever it uses, the modules that it imports stay the
   * same, and only another one would have the server read them all anew.
   *
   * @param isMember Whether the question is about members, which need no names
   *   but those that are written. Of any other, the server looks whether it
   *   leads to each member: with TensorFlow.js that was half of its time.
   */
  open(code: string, isMember = false): CellDocument {
    return this.#document(
      code,
      readCell(code),
      isMember ? 0 : MOST_NAMES,
      NAMES,
    );
  }

  /** The same, as the names are now, whatever cells run later. */
  document(code: string): CellDocument {
    return this.#document(code, readCell(code), MOST_NAMES);
  }

  /** @param most How many names it may use without naming them yet. */
  #document(
    code: string,
    cell: ReadCell,
    most: number,
    names?: string,
  ): CellDocument {
    const own = new Set(cell.names.map(({ name }) => name));
    const wanted = this.#wanted(cell, own, most);
    const header = this.#header(cell, wanted, names);
    const start = header.length + 1;
    const end = start + cell.text.length;
    // As they are now, whatever cells run later. What is not the notebook's may
    // come from anything in the cell, such as a parameter of a callback.
    const sources = this.#names.sourcesIn(cell);
    const all = new Set([...sources.values()].flatMap((one) => [...one]));
    return {
      text: `${header}\n${cell.text}`,
      isJsx: cell.isJsx,
      cell,
      fromCell: (offset) => start + cell.fromSource(offset),
      placeOf: (offset) =>
        offset < start || offset > end
          ? undefined
          : positionOf(editorLineStarts(code), cell.toSource(offset - start)),
      sourcesOf: (name) => sources.get(name) ?? all,
    };
  }

  /** Where the last declaration of a name is. */
  origin(name: string): CellOrigin | undefined {
    return this.#names.homes.get(name);
  }

  /** The module that a name was imported from, as written. */
  importedFrom(name: string): string | undefined {
    return this.#names.homes.get(name)?.module;
  }

  /** The cell that a name is from, and whether it is all of a module. */
  homeOf(name: string): { file: string; isModule?: boolean } | undefined {
    return this.#names.homes.get(name);
  }

  /** The number of the cell that a file is of. */
  executionCount(file: string): number | undefined {
    return this.#files.get(file);
  }

  has(name: string): boolean {
    return this.#names.homes.has(name);
  }

  /** Names to import: those in the cell, and the latest up to some number. */
  #wanted(cell: ReadCell, own: Set<string>, most: number): string[] {
    const latest = most === 0 ? [] : [...this.#names.homes.keys()].slice(-most);
    const used = [...cell.mentioned].filter((name) =>
      this.#names.homes.has(name)
    );
    return [...new Set([...latest, ...used])].filter((name) => !own.has(name));
  }

  /** @param from The module that has all names, in place of those of cells. */
  #header(cell: ReadCell, names: string[], from?: string): string {
    const byFile = new Map<string, string[]>(from ? [[from, []]] : []);
    let variables = "";
    for (const name of names) {
      const { file: home, mutable } = this.#names.homes.get(name)!;
      const file = from ?? home;
      // What is imported can't be assigned to.
      const assigned = mutable && cell.assigned.has(name);
      const imports = byFile.get(file) ?? [];
      byFile.set(file, imports);
      imports.push(assigned ? `${name} as ${name}$imported` : name);
      if (assigned) {
        variables +=
          ` let ${name}: typeof ${name}$imported = ${name}$imported;`;
      }
    }
    const imports = [...byFile].map(([file, names]) =>
      ` import { ${names.join(", ")} } from "./${file}";`
    );
    const augmenting = this.#augmenting.map((file) => ` import "./${file}";`);
    const pragmas = cell.pragmas || (cell.isJsx ? this.#pragmas : "");
    for (const name of this.#names.untyped(cell)) {
      variables += ` let ${name}: any;`;
    }
    return `${pragmas}export {};${augmenting.join("")}${
      imports.join("")
    }${variables}`;
  }
}
