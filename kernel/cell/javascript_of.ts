/**
 * A part of a cell as JavaScript of its own, to be evaluated apart.
 *
 * @module
 */

import { blankSourceFile } from "ts-blank-space";
import ts from "typescript";
import { isHidden } from "./scopes.ts";
import { isTypeScript } from "./syntax_kinds.ts";
import { walk } from "./walk.ts";

/** Whether it uses names that a function or block around it declares. */
export function usesLocals(expression: ts.Node): boolean {
  let found = false;
  walk(expression, (node) => {
    if (ts.isIdentifier(node) && isHidden(node.text, node)) found = true;
    return !found && !ts.isFunctionLike(node);
  });
  return found;
}

/** The text of an expression without types. */
export function javaScriptOf(file: ts.SourceFile, expression: ts.Node): string {
  const text = expression.getText(file);
  let typed = false;
  walk(expression, (node) => {
    typed ||= isTypeScript(node);
    return !typed;
  });
  if (!typed) return text;
  const options = ts.ScriptTarget.ESNext;
  const alone = ts.createSourceFile("expression.ts", `(${text})`, options);
  return blankSourceFile(alone).slice(1, -1);
}
