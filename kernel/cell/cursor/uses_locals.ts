/**
 * Whether an expression uses names that functions or blocks around it declare.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { isVarScope, lexicalNames, variableNames } from "../parse/scopes.ts";
import { walk } from "../parse/walk.ts";

/** Whether it uses names that a function or block around it declares. */
export function usesLocals(expression: ts.Node): boolean {
  const local = namesAround(expression);
  const ownThis = hasOwnThis(expression);
  let found = false;
  if (local.size > 0 || ownThis) {
    walk(expression, (node) => {
      found ||= ts.isIdentifier(node) && local.has(node.text) &&
        !isMember(node);
      found ||= ownThis && node.kind === ts.SyntaxKind.ThisKeyword;
      return !found && !ts.isFunctionLike(node);
    });
  }
  return found;
}

/** Whether `this` is another than that of the cell. */
function hasOwnThis(expression: ts.Node): boolean {
  for (let at = expression.parent; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isClassLike(at)) return true;
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return true;
  }
  return false;
}

/** Collected once, not for each name: the way up may be as long as the cell. */
function namesAround(expression: ts.Node): Set<string> {
  const names = new Set<string>();
  for (let at = expression.parent; !ts.isSourceFile(at); at = at.parent) {
    for (const name of lexicalNames(at)) names.add(name);
    if (!isVarScope(at)) continue;
    for (const name of variableNames(at)) names.add(name);
  }
  return names;
}

/** Whether a name is that of a property, not of a variable. */
function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.name === node ||
    ts.isQualifiedName(parent) && parent.right === node ||
    ts.isPropertyAssignment(parent) && parent.name === node;
}
