/**
 * What the cells run so far have declared at their top level.
 *
 * @module
 */

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

  /** Takes over the declarations of a cell that V8 runs. */
  commit(cell: { declarations: readonly CellDeclaration[] }): void {
    for (const { name, kind } of cell.declarations) this.#kinds.set(name, kind);
  }

  /** The kind of a declared name. */
  kind(name: string): DeclarationKind | undefined {
    return this.#kinds.get(name);
  }

  /** All declared names, in the order of their first declaration. */
  names(): string[] {
    return [...this.#kinds.keys()];
  }

  /** Names a cell may not assign to, given what it declares itself. */
  constants(declared: readonly CellDeclaration[]): Set<string> {
    const kinds = new Map(this.#kinds);
    for (const { name, kind } of declared) kinds.set(name, kind);
    return new Set(
      [...kinds].filter(([, kind]) => CONSTANT.has(kind)).map(([name]) => name),
    );
  }
}
