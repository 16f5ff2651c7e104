/**
 * The head of a function or class: what one has to know to call it.
 *
 * @module
 */

import ts from "../../system/typescript.js";

/**
 * All of a function before its body, of a class also how it is constructed,
 * each in one line.
 *
 * @param source One function, class or method as it was written, or as V8
 *   gives it.
 */
export function signatureOf(source: string): string | undefined {
  // A method parses as one only within an object.
  return headIn(`(${source}\n)`) ?? headIn(`({${source}\n})`);
}

function headIn(text: string): string | undefined {
  const options = ts.ScriptTarget.ESNext;
  const file = ts.createSourceFile("head.ts", text, options, true);
  const [statement] = file.statements;
  if (!statement || !ts.isExpressionStatement(statement)) return undefined;
  let node: ts.Node = statement.expression;
  if (ts.isParenthesizedExpression(node)) node = node.expression;
  if (ts.isObjectLiteralExpression(node)) {
    if (node.properties.length !== 1) return undefined;
    node = node.properties[0];
  }
  return headOf(node, file);
}

/** The head of a node that is a function or class. */
export function headOf(
  node: ts.Node,
  file: ts.SourceFile,
): string | undefined {
  if (ts.isClassLike(node)) {
    const made = node.members.find(ts.isConstructorDeclaration);
    const head = upTo(node, node.members.pos - 1, file);
    const constructor = made?.body && upTo(made, made.body.pos, file);
    return constructor ? `${head} { ${constructor} }` : head;
  }
  const body = ts.isFunctionLike(node) &&
    (node as ts.FunctionLikeDeclaration).body;
  if (!body) return undefined;
  const end = ts.isArrowFunction(node)
    ? node.equalsGreaterThanToken.pos
    : body.pos;
  return upTo(node, end, file);
}

function upTo(node: ts.Node, end: number, file: ts.SourceFile): string {
  return file.text.slice(node.getStart(file), end).replace(/\s+/g, " ").trim();
}
