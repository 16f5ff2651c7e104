/**
 * What a chain of members and calls begins with: `expect` of
 * `expect(1).to.equal(1)`. Pure.
 *
 * @module
 */

import ts from "../system/typescript.js";

/** The name, if it is one; `offset` is anywhere in the chain's names. */
export function chainStart(
  text: string,
  offset: number,
  isJsx: boolean,
): string | undefined {
  const name = `cell.ts${isJsx ? "x" : ""}`;
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  let node = innermost(file, offset);
  const { parent } = node;
  const isMember = parent && (ts.isPropertyAccessExpression(parent) ||
    // Of a namespace, in a type.
    ts.isQualifiedName(parent));
  if (isMember) node = parent;
  for (let next: ts.Node | undefined = node; next; next = inner(node)) {
    node = next;
  }
  return ts.isIdentifier(node) ? node.text : undefined;
}

function innermost(node: ts.Node, offset: number): ts.Node {
  const child = ts.forEachChild(
    node,
    (one) => one.getStart() <= offset && offset < one.end ? one : undefined,
  );
  return child ? innermost(child, offset) : node;
}

/** What a member is taken of, and what is called or awaited. */
function inner(node: ts.Node): ts.Node | undefined {
  if (ts.isTaggedTemplateExpression(node)) return node.tag;
  if (ts.isQualifiedName(node)) return node.left;
  const goesOn = ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) || ts.isCallExpression(node) ||
    ts.isNewExpression(node) || ts.isNonNullExpression(node) ||
    ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node);
  return goesOn ? node.expression : undefined;
}
