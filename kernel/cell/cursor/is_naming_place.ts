/**
 * Whether the cursor is where no variable of the notebook can stand, although
 * there is no name yet: only a new one, or one that belongs to the value or the
 * element around it. Such places are `const { | } = a` and `<a |`.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { walk } from "../parse/walk.ts";

export function isNamingPlace(file: ts.SourceFile, at: number): boolean {
  let found = false;
  // A node that is not finished ends before the space that follows it.
  const before = file.text.slice(0, at).trimEnd().length;
  walk(file, (node) => {
    if (node.pos > at || node.end < before) return false;
    // Inner nodes come later, and overrule the ones around them.
    if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) {
      if (isWithin(node, file, at)) found = true;
    } else if (ts.isJsxOpeningLikeElement(node)) {
      found = isAmongAttributes(node, file, at);
    } else if (isExpressionPlace(node, file, at)) found = false;
  });
  return found;
}

/** Whether the cursor is between the brackets, and not at a default. */
function isWithin(node: ts.Node, file: ts.SourceFile, at: number): boolean {
  return node.getStart(file) < at && at < node.end &&
    !/=\s*$/.test(file.text.slice(0, at));
}

/** Whether an expression of the user's is there: a default, a computed key. */
function isExpressionPlace(
  node: ts.Node,
  file: ts.SourceFile,
  at: number,
): boolean {
  if (ts.isSourceFile(node)) return false;
  const { parent } = node;
  if (ts.isBindingElement(parent) && parent.initializer === node) {
    return at <= node.end;
  }
  const isOpen = !/[\]}]/.test(file.text[node.end - 1]);
  return (at < node.end || isOpen) &&
    (ts.isComputedPropertyName(node) || ts.isJsxExpression(node) ||
      ts.isBlock(node));
}

function isAmongAttributes(
  node: ts.JsxOpeningLikeElement,
  file: ts.SourceFile,
  at: number,
): boolean {
  const isClosed = file.text[node.end - 1] === ">";
  if (at <= node.tagName.end || isClosed && at >= node.end) return false;
  return /\s/.test(file.text[at - 1]) &&
    node.attributes.properties.every((one) =>
      at <= one.getStart(file) || at >= one.end
    );
}
