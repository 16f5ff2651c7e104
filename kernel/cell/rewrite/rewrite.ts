/**
 * What the steps of compiling one cell share.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { type CellRuntime, partText } from "../../bridge/cell_runtime.ts";
import type { CompilerOptions } from "../../config/compiler_options.ts";
import type { CellDeclaration } from "../parse/cell_scope.ts";
import { CellSyntaxError } from "../parse/cell_syntax_error.ts";
import { Edits } from "./edits.ts";
import { editorLineStarts, positionOf } from "../parse/line_starts.ts";
import type { ParsedCell } from "../parse/parse_cell.ts";

/** `Deno.test` in whatever form, and node's, which registers its tests there. */
const DENO_TEST = /\bDeno\b.*\btest\b|\btest\b.*\bDeno\b|\bnode:test\b/;
/** Modules of tests, or to write tests with: `sum_test.ts`, `@std/testing/bdd`. */
const OF_TESTS = /(?:^|[^a-z])(?:tests?|testing|bdd|specs?)(?![a-z])/i;

/** A cell being compiled. */
export class Rewrite {
  readonly edits = new Edits();
  /** What goes to the prelude: functions, in source order. */
  readonly functions: ts.FunctionDeclaration[] = [];
  /** Classes that extend what had their name before. */
  readonly held: string[] = [];
  /** Names the body declares before anything else. */
  readonly early: string[] = [];
  /** Functions whose calls are numbered. */
  readonly numbered = new Set<ts.Node>();
  /** Imported names that the cell reads. */
  readonly read = new Set<string>();
  /** Names of failed declarations that the cell assigns to. */
  readonly revived = new Set<string>();
  /** Imports that stand after other code but come before it. */
  readonly imports: { text: string; origin: number }[] = [];
  readonly specifiers: string[] = [];
  /** Packages that static imports name, and names for files among them. */
  readonly packages = new Set<string>();
  /** The specifiers that the cell gives to `require()`. */
  readonly required = new Set<string>();
  /** Where the block begins that ends with the cell's top-level `using`. */
  usingStart: number | undefined;
  /** Statements of the top level that hold something of TypeScript. */
  readonly typed = new Set<ts.Node>();
  /**
   * Those of the typed statements that are compiled with their types, for their
   * metadata.
   */
  readonly reflected = new Set<ts.Node>();
  /** Whether stripping types is not enough. */
  needsTranspile = false;
  /** Whether V8 lacks some of the syntax. */
  needsDownlevel = false;

  constructor(
    readonly source: string,
    readonly cell: ParsedCell,
    readonly runtime: string,
    readonly declarations: readonly CellDeclaration[],
    readonly compilerOptions: CompilerOptions,
  ) {}

  /** Whether it may register tests, by itself or by a module of them. */
  get mayTest(): boolean {
    return DENO_TEST.test(this.source) ||
      this.specifiers.some((name) => OF_TESTS.test(name));
  }

  /** The code that reads a part of the cells' runtime. */
  part(name: keyof CellRuntime): string {
    return partText(this.runtime, name);
  }

  get file(): ts.SourceFile {
    return this.cell.file;
  }

  /** Where a node's first token begins. */
  start(node: ts.Node): number {
    return node.getStart(this.file);
  }

  /** Puts text in place of a node or a range, keeping the line ends. */
  replace(start: number, end: number, text: string): void {
    this.edits.replace(start, end, text, this.cell.text.slice(start, end));
  }

  /** Takes away modifiers that only a module may have. */
  dropExport(node: ts.HasModifiers): void {
    for (const modifier of node.modifiers ?? []) {
      if (
        modifier.kind === ts.SyntaxKind.ExportKeyword ||
        modifier.kind === ts.SyntaxKind.DefaultKeyword
      ) this.replace(this.start(modifier), modifier.end, "");
    }
  }

  /** Refuses the cell because of a node. */
  fail(node: ts.Node, code: number, message: string): never {
    const start = this.start(node);
    throw syntaxError(
      this.source,
      this.cell,
      message,
      start,
      node.end - start,
      code,
    );
  }
}

/** An error at an offset of the parsed text. */
export function syntaxError(
  source: string,
  cell: ParsedCell,
  message: string,
  start: number,
  length: number,
  code: number,
): CellSyntaxError {
  const offset = cell.toSource(start);
  const { line, column } = positionOf(editorLineStarts(source), offset);
  const end = cell.toSource(start + length);
  return new CellSyntaxError(message, line, column, end - offset, code);
}
