/**
 * Expressions whose value can be found without running anything: a variable
 * or a literal, and properties of it.
 *
 * @module
 */

import ts from "../../system/typescript.js";

/** Where a value is: `foo.bar["baz"]` is `foo`, then `bar`, then `baz`. */
export interface AccessPath {
  /** A variable's name, or JavaScript that makes a value of the same kind. */
  root: string;
  isLiteral: boolean;
  keys: string[];
}

/**
 * The path that an expression is; undefined for calls and for all else that has
 * to run before its value is known.
 *
 * @param expression As written, such as `ExpressionAt.object`: with its types.
 */
export function accessPath(expression: string): AccessPath | undefined {
  const options = ts.ScriptTarget.ESNext;
  const file = ts.createSourceFile("path.ts", `(${expression}\n)`, options);
  const [statement, ...more] = file.statements;
  if (!statement || more.length > 0 || !ts.isExpressionStatement(statement)) {
    return undefined;
  }
  return pathOf(statement.expression);
}

/** In a loop: a chain of 20,000 members is a tree as deep. */
function pathOf(expression: ts.Expression): AccessPath | undefined {
  const keys: string[] = [];
  let node = expression;
  for (;;) {
    if (ts.isPropertyAccessExpression(node)) {
      if (ts.isPrivateIdentifier(node.name)) return undefined;
      keys.push(node.name.text);
    } else if (ts.isElementAccessExpression(node)) {
      const { argumentExpression: key } = node;
      const isKey = ts.isStringLiteralLike(key) || ts.isNumericLiteral(key);
      if (!isKey) return undefined;
      keys.push(key.text);
    } else if (!hasSameValueBelow(node)) break;
    node = node.expression;
  }
  keys.reverse();
  if (ts.isIdentifier(node)) {
    // Where a name is missing, the parser inserts an empty one.
    return node.text === ""
      ? undefined
      : { root: node.text, isLiteral: false, keys };
  }
  const root = sample(node);
  return root === undefined ? undefined : { root, isLiteral: true, keys };
}

/** Whether a node is parentheses or a type around an expression. */
export function hasSameValueBelow(
  node: ts.Node,
): node is ts.ParenthesizedExpression | ts.NonNullExpression {
  return ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isExpressionWithTypeArguments(node);
}

/**
 * An expression with the same members as a literal. The literal itself may
 * contain calls.
 */
function sample(node: ts.Expression): string | undefined {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) {
    return "''";
  }
  if (ts.isArrayLiteralExpression(node)) return "[]";
  if (ts.isNumericLiteral(node)) return "0";
  if (ts.isBigIntLiteral(node)) return "0n";
  if (ts.isRegularExpressionLiteral(node)) return "/(?:)/";
  if (ts.isArrowFunction(node)) return "() => {}";
  if (ts.isFunctionExpression(node)) {
    // The parser makes a function of the keyword alone, its body of no text.
    return node.body.pos < node.body.end ? "() => {}" : undefined;
  }
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
    case ts.SyntaxKind.FalseKeyword:
      return "true";
    case ts.SyntaxKind.ThisKeyword:
      return "globalThis";
  }
}
