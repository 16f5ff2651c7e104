/**
 * The call around the cursor, to show what a function takes.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { parseCell } from "../parse/parse_cell.ts";
import { usesLocals } from "./uses_locals.ts";
import { walk } from "../parse/walk.ts";
import { unlessTooDeep } from "./unless_too_deep.ts";

/** The function whose arguments the cursor is among, as written. */
export function calleeAt(
  source: string,
  offset: number,
): { callee: string; local: boolean } | undefined {
  return unlessTooDeep(() => findCallee(source, offset), undefined);
}

function findCallee(
  source: string,
  offset: number,
): { callee: string; local: boolean } | undefined {
  const cell = parseCell(source);
  const at = cell.fromSource(offset);
  // The parser ends an unfinished call before the space that follows it.
  const written = cell.text.slice(0, at).trimEnd().length;
  let found: ts.CallExpression | ts.NewExpression | undefined;
  walk(cell.file, (node) => {
    if (node.pos > at || node.end < written) return false;
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
    const list = node.arguments;
    const closed = cell.text[node.end - 1] === ")" && node.end <= at;
    if (list && list.pos <= at && !closed) found = node;
  });
  if (!found || found.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return undefined;
  }
  const { expression } = found;
  return {
    callee: expression.getText(cell.file),
    local: usesLocals(expression),
  };
}
