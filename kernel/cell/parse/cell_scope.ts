/**
 * What the cells run so far have declared at their top level.
 *
 * @module
 */

import type { JsxOptions } from "../../config/jsx_options.ts";

/** How a name was declared. */
export type DeclarationKind =
  | "var"
  | "let"
  | "const"
  | "using"
  | "function"
  | "class"
  | "enum"
  | "namespace"
  | "import";

/** A name a cell declares at its top level. */
export interface CellDeclaration {
  name: string;
  kind: DeclarationKind;
  /** An import that is read in its module, which may change it. */
  live?: boolean;
  /** It exists, undefined, before the cell comes to its declaration. */
  early?: boolean;
}

/** A name that a cell declared and, as it failed, did not set. */
export interface UnsetName {
  name: string;
  /** It is there, undefined; others can't be read. */
  early: boolean;
}

const CONSTANT = new Set<DeclarationKind>(["const", "using", "import"]);

/**
 * The names earlier cells declared and how.
 *
 * V8 holds every one of them as a `let`, so that any kind may follow any
 * other; which of them are constant is known only here, at compile time.
 */
export class CellScope {
  #kinds = new Map<string, DeclarationKind>();
  #live = new Set<string>();
  #unset = new Set<string>();
  /** What the latest cell declares, until it is known to have come so far. */
  #doubtful: readonly CellDeclaration[] = [];
  #jsx: JsxOptions | undefined;
  #mayTest = false;

  /** Takes over the declarations of a cell that V8 is about to run. */
  commit(
    cell: {
      declarations: readonly CellDeclaration[];
      jsx?: JsxOptions;
      mayTest?: boolean;
    },
  ): void {
    this.#mayTest ||= cell.mayTest ?? false;
    this.#jsx = cell.jsx ?? this.#jsx;
    for (const { name, kind, live } of cell.declarations) {
      this.#kinds.set(name, kind);
      if (live) this.#live.add(name);
      else this.#live.delete(name);
      this.#unset.delete(name);
    }
    this.#doubtful = cell.declarations;
  }

  /** Takes over a variable that a debugger has made, between two cells' code. */
  add(name: string): void {
    this.#kinds.set(name, "let");
    this.#unset.delete(name);
  }

  /** Whether functions of earlier cells may register tests. */
  get mayTest(): boolean {
    return this.#mayTest;
  }

  /** What the comments of earlier cells say of JSX, if any cell ran. */
  get jsx(): JsxOptions | undefined {
    return this.#jsx;
  }

  /** What the latest cell declares, if it may have ended before it set them all. */
  get doubtful(): readonly CellDeclaration[] {
    return this.#doubtful;
  }

  /**
   * Says which of the doubtful names have no value.
   *
   * V8 goes on refusing to read or assign such a name, as code above its
   * declaration would be, until it is declared again.
   */
  settle(unset: readonly string[]): void {
    for (const name of unset) this.#unset.add(name);
    this.#doubtful = [];
  }

  /** Names whose declaration failed, and that `declared` does not redeclare. */
  unset(declared: readonly CellDeclaration[]): Set<string> {
    const names = new Set(this.#unset);
    for (const { name } of declared) names.delete(name);
    return names;
  }

  /** The kind of a declared name. */
  kind(name: string): DeclarationKind | undefined {
    return this.#kinds.get(name);
  }

  /** All declared names, in the order of their first declaration. */
  names(): string[] {
    return [...this.#kinds.keys()];
  }

  /** Names that are read in their modules, given what a cell declares itself. */
  live(declared: readonly CellDeclaration[]): Set<string> {
    const names = new Set(this.#live);
    for (const { name, live } of declared) {
      if (live) names.add(name);
      else names.delete(name);
    }
    return names;
  }

  /** Whether cells before read a name in its module. */
  isLive(name: string): boolean {
    return this.#live.has(name);
  }

  /** Names a cell may not assign to, given what it declares itself. */
  constants(declared: readonly CellDeclaration[]): Set<string> {
    const kinds = new Map(this.#kinds);
    for (const name of this.#unset) kinds.delete(name);
    for (const { name, kind } of declared) kinds.set(name, kind);
    return new Set(
      [...kinds].filter(([, kind]) => CONSTANT.has(kind)).map(([name]) => name),
    );
  }
}
