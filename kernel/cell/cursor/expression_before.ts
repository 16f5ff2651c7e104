/**
 * The expression that ends at the cursor in a bracket, such as `layers[0]` or
 * `table.head()`: there is no name there whose meaning could be told.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { parseAtCursor } from "../parse/parse_at_cursor.ts";
import { walk } from "../parse/walk.ts";
import { unlessTooDeep } from "./unless_too_deep.ts";
import { usesLocals } from "./uses_locals.ts";

/** As written; `local` if it needs names of a function or block around it. */
export interface ExpressionBefore {
  text: string;
  local: boolean;
}

export function expressionBefore(
  source: string,
  offset: number,
): ExpressionBefore | undefined {
  return unlessTooDeep(() => findBefore(source, offset), undefined);
}

function findBefore(
  source: string,
  offset: number,
): ExpressionBefore | undefined {
  const { file, text, fromSource } = parseAtCursor(source);
  const at = fromSource(offset);
  if (!/[\])]/.test(text[at - 1] ?? "")) return undefined;
  let found: ts.Expression | undefined;
  walk(file, (node) => {
    if (found || node.pos > at || node.end < at) return false;
    if (node.end === at && isBracketed(node)) found = node;
  });
  return found && { text: found.getText(file), local: usesLocals(found) };
}

function isBracketed(node: ts.Node): node is ts.Expression {
  return ts.isElementAccessExpression(node) || ts.isCallExpression(node) ||
    ts.isNewExpression(node) || ts.isParenthesizedExpression(node);
}
