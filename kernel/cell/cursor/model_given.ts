/**
 * The model whose layers complete a text that is written in a call:
 * `freeze(model, ["base"])` is given `model`.
 *
 * @module
 */

import ts from "../../system/typescript.js";

/** Options of the library's functions that take names of layers. */
const LAYERS = /^(?:base|inference|training|name)$/;

/** The first argument of the call that a text is a later part of. */
export function modelGiven(text: ts.Node): ts.Expression | undefined {
  let at = text;
  for (; !ts.isCallExpression(at.parent); at = at.parent) {
    const { parent } = at;
    const isPart = ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isPropertyAssignment(parent) && parent.initializer === at &&
        LAYERS.test(parent.name.getText());
    if (!isPart) return undefined;
  }
  const [first] = at.parent.arguments;
  const isModel = first !== at &&
    (ts.isIdentifier(first) || ts.isPropertyAccessExpression(first));
  return isModel && at !== at.parent.expression ? first : undefined;
}
