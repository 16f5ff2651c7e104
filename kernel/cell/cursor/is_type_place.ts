/**
 * Whether a type's name stands at the cursor, or is missing there.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { walk } from "../parse/walk.ts";

/** @param name What stands there, if anything does. */
export function isTypePlace(
  file: ts.SourceFile,
  at: number,
  name: ts.Node | undefined,
): boolean {
  if (name) return isTypeName(name);
  let found = false;
  // The parser puts a missing name before the space, not at the cursor.
  const isHere = (place: number) =>
    place <= at && file.text.slice(place, at).trim() === "";
  walk(file, (node) => {
    if (node.pos > at) return false;
    const isMissing = ts.isTypeReferenceNode(node) && node.pos === node.end;
    const types = (node as ts.NewExpression).typeArguments;
    found ||= isMissing && isHere(node.pos) ||
      types?.hasTrailingComma === true && isHere(types.end);
  });
  return found;
}

function isTypeName(name: ts.Node): boolean {
  const { parent } = name;
  if (ts.isTypeReferenceNode(parent)) return parent.typeName === name;
  // What an interface extends and a class implements; a class extends a value.
  return ts.isExpressionWithTypeArguments(parent) &&
    ts.isHeritageClause(parent.parent) &&
    (ts.isInterfaceDeclaration(parent.parent.parent) ||
      parent.parent.token === ts.SyntaxKind.ImplementsKeyword);
}
