/**
 * Source of a cell to JavaScript that V8 evaluates as a script in REPL mode.
 *
 * Nothing here runs the cell or reads a file. The positions of what is
 * emitted lead back to the cell, and its lines stay where they are.
 *
 * @module
 */

import ts from "../system/typescript.js";
import type { CompiledCell } from "./compiled_cell.ts";
import type { CellScope } from "./parse/cell_scope.ts";
import { CellSyntaxError } from "./parse/cell_syntax_error.ts";
import { redeclaration, topLevelDeclarations } from "./parse/declarations.ts";
import { emit } from "./emit/emit.ts";
import { isAccepted } from "./parse/is_accepted.ts";
import {
  type CompilerOptions,
  DEFAULT_OPTIONS,
} from "../config/compiler_options.ts";
import { jsxOptions } from "../config/jsx_options.ts";
import { parseCell, type ParsedCell, readings } from "./parse/parse_cell.ts";
import { withSyntaxAdvice } from "./parse/syntax_advice.ts";
import { positions } from "./positions.ts";
import { Rewrite, syntaxError } from "./rewrite/rewrite.ts";
import { rewriteCell } from "./rewrite/rewrite_cell.ts";

/** Globals that V8 does not let a script redeclare. */
const CONSTANT_GLOBALS = new Set(["undefined", "NaN", "Infinity"]);

/** What compiling needs to know beside the source. */
export interface CompileOptions {
  /** Number of the cell, given to the runtime's `hop` and `enter`. */
  cell: number;
  /** Name of the global `CellRuntime`. */
  runtime: string;
  /** What earlier cells declared. */
  scope: CellScope;
  /** What the project says. */
  compilerOptions?: CompilerOptions;
}

/**
 * Compiles a cell.
 *
 * @throws {CellSyntaxError} At the first error of the syntax; what only V8
 * finds is left to V8. Types are not checked.
 */
export function compileCell(
  source: string,
  options: CompileOptions,
): CompiledCell {
  try {
    return compile(source, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The parser recurses and ran out of stack. V8's parser would, too, a
    // little later.
    const message = "The cell is nested too deeply to be parsed";
    throw new CellSyntaxError(message, 1, 1, 0, 0);
  }
}

/** The error of the reading that gets furthest: that is what was meant. */
function firstError(source: string): CellSyntaxError {
  const [first, ...others] = readings(source);
  // An object's, with parentheses around it, differs from a block's at once.
  const parsed = others.filter(({ seam }) => seam === undefined).reduce(
    (best, other) => reached(other) > reached(best) ? other : best,
    first,
  );
  const [{ messageText, start, length, code }] = parsed.errors;
  const message = withSyntaxAdvice(
    ts.flattenDiagnosticMessageText(messageText, "\n"),
    parsed.text,
    start,
  );
  return syntaxError(source, parsed, message, start, length, code);
}

/** "JSX element 'div' has no corresponding closing tag." */
const UNCLOSED = 17008;
/** As in `<number>x`, which is no element. */
const TYPE =
  /^(?:any|bigint|boolean|const|never|null|number|object|string|symbol|undefined|unknown|void|\P{Ll}.*)$/u;

/** Up to where a reading has made sense of a cell. */
function reached({ errors: [{ code, start, length }], text }: ParsedCell) {
  const isUnclosed = code === UNCLOSED &&
    !TYPE.test(text.slice(start, start + length));
  return isUnclosed ? text.length + 1 : start;
}

function compile(source: string, options: CompileOptions): CompiledCell {
  const { cell, runtime, scope } = options;
  const { compilerOptions = DEFAULT_OPTIONS } = options;
  const parsed = parseCell(source);
  if (parsed.errors.length > 0) throw firstError(source);
  const placed = topLevelDeclarations(parsed.file);
  const rewrite = new Rewrite(source, parsed, runtime, placed, compilerOptions);
  const fixed = placed.find(({ name }) => CONSTANT_GLOBALS.has(name));
  const wrong = fixed ?? redeclaration(placed);
  if (wrong) {
    const message = `Identifier '${wrong.name}' has already been declared`;
    rewrite.fail(wrong.node, 2451, message);
  }
  rewriteCell(rewrite, {
    constants: scope.constants(placed),
    unset: scope.unset(placed),
    live: scope.live(placed),
  });
  const jsx = jsxOptions(source, scope.jsx ?? compilerOptions.jsx);
  const scripts = emit(rewrite, { cell, scope, jsx });
  // Where V8 refuses the body, the prelude must not run either. A cell that
  // leaves nothing behind is parsed once less.
  const { prelude, body } = scripts;
  const leavesNothing = prelude.text === "" && placed.length === 0 &&
    rewrite.revived.size === 0;
  const accepted = leavesNothing || isAccepted(body.text);
  return {
    prelude: accepted ? prelude.text : "",
    body: body.text,
    accepted,
    ...positions(source, parsed, scripts),
    declarations: [
      ...placed.map(({ node: _, ...declaration }) => {
        const early = rewrite.early.includes(declaration.name);
        return early ? { ...declaration, early } : declaration;
      }),
      ...[...rewrite.revived].map((name) => ({ name, kind: "let" as const })),
    ],
    specifiers: rewrite.specifiers,
    jsx,
    mayTest: rewrite.mayTest,
  };
}
