/**
 * Reads of imported names, which go to the module: what it exports may change.
 *
 * Each read of `name` becomes one of a property whose getter the runtime sets
 * (`child/compiled/live_imports.ts`). The variable `name` exists besides, for
 * what no compiler sees: `eval`, completion, the names of JSX elements.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { isAmbient, isHidden } from "../parse/scopes.ts";
import { walk } from "../parse/walk.ts";
import type { Rewrite } from "./rewrite.ts";

/** Rewrites the reads of live names; notes in `rewrite.read` which there are. */
export function rewriteReads(rewrite: Rewrite, live: Set<string>): void {
  if (live.size === 0) return;
  walk(rewrite.file, (node) => {
    if (hasNoReads(node)) return false;
    if (!ts.isIdentifier(node) || !live.has(node.text)) return;
    if (!isRead(node) || isHidden(node.text, node)) return;
    rewrite.read.add(node.text);
    if (!isElementName(node)) readInModule(rewrite, node);
  });
}

function readInModule(rewrite: Rewrite, node: ts.Identifier): void {
  const start = rewrite.start(node);
  const value = `${rewrite.part("imports")}.live.${node.text}`;
  if (ts.isShorthandPropertyAssignment(node.parent)) {
    rewrite.replace(start, node.end, `${node.text}:${value}`);
  } else if (isCalled(node)) {
    // A function called as a property would get its owner as `this`. V8 blames
    // the parenthesis of the call, which is to lead to the name.
    const called = rewrite.cell.text[node.end] === "(" ? "(" : "";
    const end = node.end + called.length;
    rewrite.replace(start, end, `(0,${value})${called}`);
    separate(rewrite, node, start);
  } else rewrite.replace(start, node.end, value);
}

/** A parenthesis would go on with what stands on the line before. */
function separate(rewrite: Rewrite, node: ts.Node, start: number): void {
  let at = node.parent;
  while (!ts.isExpressionStatement(at)) {
    if (rewrite.start(at) !== start || ts.isSourceFile(at)) return;
    at = at.parent;
  }
  const { parent } = at;
  const listed = ts.isSourceFile(parent) || ts.isBlock(parent) ||
    ts.isCaseOrDefaultClause(parent);
  if (listed && rewrite.start(at) === start) rewrite.edits.insert(start, ";");
}

function isCalled(node: ts.Identifier): boolean {
  let at: ts.Node = node;
  while (
    ts.isParenthesizedExpression(at.parent) ||
    ts.isNonNullExpression(at.parent) || ts.isAsExpression(at.parent) ||
    ts.isSatisfiesExpression(at.parent)
  ) at = at.parent;
  const { parent } = at;
  return (ts.isCallExpression(parent) && parent.expression === at) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === at);
}

/** Types, and what has names of its own that hide others without a sign. */
function hasNoReads(node: ts.Node): boolean {
  return isAmbient(node) || ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) || ts.isImportDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) || ts.isExportDeclaration(node) ||
    (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
    (ts.isHeritageClause(node) &&
      node.token === ts.SyntaxKind.ImplementsKeyword);
}

/** Whether an identifier stands for a value that is read. */
function isRead(node: ts.Identifier): boolean {
  const parent = node.parent as ts.Node & {
    name?: ts.Node;
    propertyName?: ts.Node;
    label?: ts.Node;
  };
  if (ts.isShorthandPropertyAssignment(parent)) {
    return !isWritten(node) || parent.objectAssignmentInitializer === node;
  }
  return parent.name !== node && parent.propertyName !== node &&
    parent.label !== node && !ts.isJsxNamespacedName(parent) &&
    !isWritten(node);
}

/** Whether an expression is what an assignment writes to, or part of that. */
function isWritten(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    return parent.left === node &&
      operator >= ts.SyntaxKind.FirstAssignment &&
      operator <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken ||
      parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) {
    return parent.initializer === node;
  }
  if (ts.isPropertyAssignment(parent)) {
    return parent.initializer === node && isWritten(parent.parent);
  }
  if (ts.isShorthandPropertyAssignment(parent)) {
    return parent.name === node && isWritten(parent.parent);
  }
  return ts.isPostfixUnaryExpression(parent) ||
    (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) ||
        ts.isSatisfiesExpression(parent) || ts.isNonNullExpression(parent) ||
        ts.isTypeAssertionExpression(parent) ||
        ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent) ||
        ts.isSpreadAssignment(parent)) && isWritten(parent) ||
    (ts.isSpreadAssignment(parent) && isWritten(parent.parent));
}

/** `<Name>`: no expression, and compiled as one only later. */
function isElementName({ parent }: ts.Node): boolean {
  return ts.isJsxOpeningElement(parent) || ts.isJsxClosingElement(parent) ||
    ts.isJsxSelfClosingElement(parent);
}
