/**
 * Whose method a text is given to.
 *
 * @module
 */

import ts from "../../system/typescript.js";

/** Options of data frames' methods that take names of columns. */
const COLUMNS = /^(?:columns?|on|by|subset)$/;

/** The method, such as `frame.column`, and how the text gets there. */
export interface Receiver {
  access: ts.PropertyAccessExpression;
  /**
   * Whether it is in a list or an option, as in `drop({ columns: ["a"] })`, and
   * not an argument itself.
   */
  isNested: boolean;
}

/** Undefined for a text that no method is given, or not as a key. */
export function receiverOf(text: ts.Node): Receiver | undefined {
  let at = text;
  let isNested = false;
  for (; !ts.isCallExpression(at.parent); at = at.parent) {
    const { parent } = at;
    const isPart = ts.isArrayLiteralExpression(parent) ||
      ts.isObjectLiteralExpression(parent) ||
      ts.isPropertyAssignment(parent) && leadsOn(parent, at);
    if (!isPart) return undefined;
    isNested = true;
  }
  const { expression } = at.parent;
  const isArgument = at !== expression &&
    ts.isPropertyAccessExpression(expression);
  return isArgument ? { access: expression, isNested } : undefined;
}

/** Whether a part of an option may name a column. */
function leadsOn({ name, initializer }: ts.PropertyAssignment, part: ts.Node) {
  // As in `rename({ "old": "new" })`.
  if (part === name) return ts.isStringLiteral(name);
  return part === initializer && COLUMNS.test(name.getText());
}
