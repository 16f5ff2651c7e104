/**
 * Which part of a cell an `await` or a `yield` suspends.
 *
 * @module
 */

import ts from "../../system/typescript.js";

/** Whether running a node, not functions in it, comes to a suspension. */
export function suspends(
  node: ts.Node,
  isSuspension = (it: ts.Node) =>
    ts.isAwaitExpression(it) || ts.isYieldExpression(it),
): boolean {
  if (isSuspension(node)) return true;
  // In functions and fields only the computed names run now.
  const apart = ts.isFunctionLike(node) || ts.isPropertyDeclaration(node) ||
    ts.isClassStaticBlockDeclaration(node);
  if (apart) {
    const { name } = node as ts.NamedDeclaration;
    return name !== undefined && suspends(name, isSuspension);
  }
  return ts.forEachChild(node, (child) => suspends(child, isSuspension)) ??
    false;
}
