/**
 * The value of a cell that ends with a statement, such as `if (a) { 5 }`: that
 * of the expression statement in it that ran last, as in V8's and Deno's REPL.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { Edits } from "../rewrite/edits.ts";
import type { Rewrite } from "../rewrite/rewrite.ts";
import { withoutTypes } from "../rewrite/rewrite_variables.ts";

/**
 * Keeps the value of a statement in a variable of a block around it, and gives
 * that to the runtime.
 *
 * @param ending What goes around the value, to give it to the runtime.
 * @returns False for a statement that never has a value.
 */
export function keepCompletionValue(
  { edits, runtime, file }: Rewrite,
  statement: ts.Statement,
  ending: [before: string, after: string],
): boolean {
  const body = unlabelled(statement);
  if (!holdsStatements(body)) return false;
  const variable = `${runtime}_value`;
  const start = statement.getStart(file);
  edits.wrap(
    start,
    statement.end,
    `{let ${variable};`,
    `;${ending.join(variable)}}`,
  );
  keepBelow(edits, file, variable, body);
  return true;
}

/** Assigns each expression statement below a statement, functions left out. */
function keepBelow(
  edits: Edits,
  file: ts.SourceFile,
  variable: string,
  root: ts.Statement,
): void {
  const empty = `${variable}=void 0;`;
  const waiting: ts.Node[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (ts.isExpressionStatement(node)) {
      const { expression } = node;
      const { end } = withoutTypes(expression);
      edits.wrap(expression.getStart(file), end, `${variable}=(`, ")");
      continue;
    }
    if (ts.isCatchClause(node)) {
      // What the `try` came to before it threw is no value.
      edits.insert(node.block.getStart(file) + 1, empty);
    }
    const parent = node;
    const below: ts.Node[] = [];
    ts.forEachChild(parent, (child) => {
      // The value of a `finally` is dropped.
      const dropped = ts.isTryStatement(parent) &&
        child === parent.finallyBlock;
      if (!dropped && holdsStatements(child)) below.push(child);
    });
    for (const child of below) {
      const isStatement = !ts.isLabeledStatement(parent) &&
        isCompound(unlabelled(child));
      // A loop or `if` that does nothing has the value undefined.
      if (isStatement) {
        edits.wrap(child.getStart(file), child.end, `{${empty}`, "}");
      }
    }
    waiting.push(...below.reverse());
  }
}

function holdsStatements(node: ts.Node): boolean {
  return ts.isExpressionStatement(node) || ts.isBlock(node) ||
    ts.isLabeledStatement(node) || ts.isCaseBlock(node) ||
    ts.isCaseOrDefaultClause(node) || ts.isCatchClause(node) ||
    isCompound(node);
}

/** Whether a statement has a value of its own, a block's aside. */
function isCompound(node: ts.Node): boolean {
  return ts.isIfStatement(node) || ts.isIterationStatement(node, false) ||
    ts.isSwitchStatement(node) || ts.isTryStatement(node);
}

function unlabelled<T extends ts.Node>(node: T): ts.Node & T {
  let at: ts.Node = node;
  while (ts.isLabeledStatement(at)) at = at.statement;
  return at as ts.Node & T;
}
