/**
 * The node of a cell that stands at an offset: a name, a text or a number, or
 * the access whose name is still to be written.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { walk } from "../parse/walk.ts";

/** The name, text or number at an offset of the parsed text. */
export function nodeAt(file: ts.SourceFile, at: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  walk(file, (node) => {
    if (node.pos > at || node.end < at) return false;
    if (node.getStart(file) > at || node.pos === node.end) return;
    // The text of an element has no quotes.
    if (isNameNode(node) || ts.isJsxText(node)) found = node;
    else if (isText(node) || ts.isNumericLiteral(node)) {
      // The quotes are outside of the text.
      const inside = node.getStart(file) < at &&
        (at < node.end || isUnterminated(node) || ts.isNumericLiteral(node));
      if (inside) found = node;
    }
  });
  return found;
}

export function isNameNode(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isPrivateIdentifier(node);
}

export function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isRegularExpressionLiteral(node) || ts.isJsxText(node);
}

/** Whether its last quote is missing. */
export function isUnterminated(node: ts.Node): boolean {
  return (node as ts.LiteralLikeNode).isUnterminated === true;
}

type Access = ts.PropertyAccessExpression | ts.QualifiedName;

export function isAccess(node: ts.Node): node is Access {
  return ts.isPropertyAccessExpression(node) || ts.isQualifiedName(node);
}

/** The access whose dot stands right before the cursor, with no name yet. */
export function accessBefore(
  file: ts.SourceFile,
  at: number,
): Access | undefined {
  let found: Access | undefined;
  walk(file, (node) => {
    if (node.pos > at || node.end < at) return false;
    if (!isAccess(node)) return;
    const name = nameOf(node);
    const object = ts.isQualifiedName(node) ? node.left : node.expression;
    if (object.end < at && at <= name.getStart(file)) found = node;
  });
  return found;
}

function nameOf(node: Access): ts.Node {
  return ts.isQualifiedName(node) ? node.right : node.name;
}

/** What `name` is a property of. */
export function objectOf(parent: ts.Node, name?: ts.Node): ts.Node | undefined {
  if (!isAccess(parent) || (name && nameOf(parent) !== name)) return undefined;
  return ts.isQualifiedName(parent) ? parent.left : parent.expression;
}
