/**
 * What an expression says of data frames, by the words that their libraries
 * have in common: which frame's columns it has, and where it takes one of them.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { hasSameValueBelow } from "./access_path.ts";

/** Methods whose frame has the columns of the one it is made from, or fewer. */
const KEEPS_COLUMNS = new Set([
  ...["head", "tail", "sample", "slice", "limit", "filter", "query", "loc"],
  ...["iloc", "sort", "sortValues", "sortIndex", "orderby", "setIndex"],
  ...["resetIndex", "groupby", "groupBy", "copy", "clone", "unique"],
  ...["dedupe", "dropNa", "dropNulls", "fillNa", "fillNull", "replace"],
  ...["round", "reverse", "addColumn", "withColumn", "reify", "append"],
]);

/** The frame whose columns the frame of a call has, such as `a` of `a.head()`. */
export function columnsFrom(expression: string): string | undefined {
  const { file, node } = parsed(expression);
  if (!node || !ts.isCallExpression(node)) return undefined;
  const { expression: callee } = node;
  const keeps = ts.isPropertyAccessExpression(callee) &&
    KEEPS_COLUMNS.has(callee.name.text);
  return keeps ? callee.expression.getText(file) : undefined;
}

/** A property that is read, such as `frame["age"]`. */
export interface PropertyRead {
  /** What is before it in the expression, such as a parenthesis. */
  before: string;
  object: string;
  key: string;
  /** What follows in the expression. */
  rest: string;
}

/** A data frame is near the beginning of an expression. */
const MOST_READS = 5;

/** Properties that an expression reads first, one after the other. */
export function propertyReads(expression: string): PropertyRead[] {
  const { file, node } = parsed(expression);
  const reads: ts.Expression[] = [];
  for (let at = node; at; at = innerOf(at)) {
    if (keyOf(at) !== undefined) reads.push(at);
  }
  return reads.reverse().slice(0, MOST_READS).map((at) => ({
    before: file.text.slice(node!.getStart(file), at.getStart(file)),
    object: innerOf(at)!.getText(file),
    key: keyOf(at)!,
    rest: file.text.slice(at.end, node!.end),
  }));
}

function parsed(expression: string) {
  const options = ts.ScriptTarget.ESNext;
  const text = `(${expression}\n)`;
  const file = ts.createSourceFile("frame.ts", text, options, true);
  const [statement] = file.statements;
  const isOne = file.statements.length === 1 &&
    ts.isExpressionStatement(statement) &&
    ts.isParenthesizedExpression(statement.expression);
  return { file, node: isOne ? statement.expression.expression : undefined };
}

/** What an access, a call or a type is around. */
function innerOf(node: ts.Expression): ts.Expression | undefined {
  return ts.isPropertyAccessExpression(node) ||
      ts.isElementAccessExpression(node) || ts.isCallExpression(node) ||
      hasSameValueBelow(node)
    ? node.expression
    : undefined;
}

function keyOf(node: ts.Expression): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    return ts.isIdentifier(node.name) ? node.name.text : undefined;
  }
  return ts.isElementAccessExpression(node) &&
      ts.isStringLiteralLike(node.argumentExpression)
    ? node.argumentExpression.text
    : undefined;
}
