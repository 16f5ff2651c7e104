/**
 * Expressions that the runtime may try to evaluate without side effects.
 *
 * @module
 */

import { blankSourceFile } from "../parse/blank_types.ts";
import ts from "../../system/typescript.js";
import { walk } from "../parse/walk.ts";

/**
 * The expression as JavaScript; undefined for what V8's own check does not
 * cover (a module that is loaded runs) or what only a cell may hold (`await`).
 *
 * @param expression As written, such as `ExpressionAt.object`: with its types.
 */
export function evaluable(expression: string): string | undefined {
  const options = ts.ScriptTarget.ESNext;
  const text = `(${expression}\n)`;
  const file = ts.createSourceFile("path.ts", text, options, true);
  const { parseDiagnostics } = file as unknown as {
    parseDiagnostics: readonly unknown[];
  };
  const [statement, ...more] = file.statements;
  const isAlone = statement && more.length === 0 &&
    ts.isExpressionStatement(statement);
  if (!isAlone || parseDiagnostics.length > 0) return undefined;
  let allowed = true;
  walk(file, (node) => {
    allowed &&= !FORBIDDEN.has(node.kind);
  });
  if (!allowed) return undefined;
  const script = blankSourceFile(file, () => {
    allowed = false;
  });
  return allowed ? script : undefined;
}

const FORBIDDEN = new Set([
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.YieldExpression,
  // Also those of a call, `import("x")`.
  ts.SyntaxKind.ImportKeyword,
  ts.SyntaxKind.MetaProperty,
  ts.SyntaxKind.SuperKeyword,
  ts.SyntaxKind.ClassExpression,
  ts.SyntaxKind.JsxElement,
  ts.SyntaxKind.JsxSelfClosingElement,
  ts.SyntaxKind.JsxFragment,
]);
