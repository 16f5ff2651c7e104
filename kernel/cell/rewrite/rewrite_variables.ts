/**
 * Variables of a cell's top level, which outlive it and may be redeclared.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { Rewrite } from "./rewrite.ts";

/** Rewrites `let`, `const` and `using` of the top level. */
export function rewriteLexical(
  rewrite: Rewrite,
  statement: ts.VariableStatement,
): void {
  const list = statement.declarationList;
  const flags = list.flags & ts.NodeFlags.BlockScoped;
  requireInitializers(rewrite, list, flags !== ts.NodeFlags.Let);
  rewrite.dropExport(statement);
  if (flags & ts.NodeFlags.Using) rewriteUsing(rewrite, statement);
  else if (rewrite.usingStart !== undefined) {
    for (const { name } of list.declarations) addEarly(rewrite, name);
    assign(rewrite, list);
  } else if (flags === ts.NodeFlags.Const) {
    const start = rewrite.start(list);
    rewrite.replace(start, start + "const".length, "let  ");
  }
}

/** Rewrites `var` wherever it stands outside of functions. */
export function rewriteVar(
  rewrite: Rewrite,
  list: ts.VariableDeclarationList,
): void {
  const { parent } = list;
  if (list.declarations.length === 0) {
    rewrite.fail(list, 1123, "A declaration must name a variable");
  }
  const inHead = ts.isForInStatement(parent) || ts.isForOfStatement(parent);
  if (!inHead) requireInitializers(rewrite, list, false);
  if (ts.isVariableStatement(parent)) rewrite.dropExport(parent);
  if (inHead) {
    const [{ name }] = list.declarations;
    const text = ts.isIdentifier(name) && name.text === "async" ? "(" : "";
    rewrite.replace(rewrite.start(list), rewrite.start(name), text);
    if (text) rewrite.replace(name.end, list.end, ")");
  } else assign(rewrite, list);
}

/** Names that exist from the start of the cell. */
function addEarly(rewrite: Rewrite, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) rewrite.early.push(name.text);
  else {
    for (const element of name.elements) {
      if (!ts.isOmittedExpression(element)) addEarly(rewrite, element.name);
    }
  }
}

/**
 * Gives the rest of the cell to a block, whose end disposes; the variable
 * itself outlives it.
 */
function rewriteUsing(rewrite: Rewrite, statement: ts.VariableStatement): void {
  if (rewrite.usingStart === undefined) {
    rewrite.usingStart = rewrite.start(statement);
    rewrite.edits.insert(rewrite.usingStart, ";{");
  }
  for (const { name } of statement.declarationList.declarations) {
    if (!ts.isIdentifier(name)) {
      rewrite.fail(
        name,
        1492,
        "'using' declarations may not have binding patterns",
      );
    }
    rewrite.early.push(name.text);
    const count = rewrite.early.length;
    rewrite.edits.insert(rewrite.start(name), `${rewrite.runtime}_${count}=`);
  }
}

/** Turns a declaration whose names exist already into assignments. */
function assign(rewrite: Rewrite, list: ts.VariableDeclarationList): void {
  const { declarations, parent } = list;
  const start = rewrite.start(list);
  const last = declarations.findLastIndex(({ initializer }) => initializer);
  // Without what is taken away, the next line could go on with this one.
  const ended = rewrite.cell.text[parent.end - 1] === ";";
  const end = ts.isVariableStatement(parent) && !ended ? ";" : "";
  if (last < 0) return rewrite.replace(start, list.end, end);
  // A semicolon, where one may stand: an assignment that begins with a bracket
  // would go on with the line before.
  const listed = ts.isVariableStatement(parent) &&
    (ts.isBlock(parent.parent) || ts.isSourceFile(parent.parent) ||
      ts.isCaseOrDefaultClause(parent.parent));
  rewrite.replace(start, rewrite.start(declarations[0]), listed ? ";" : "");
  declarations.slice(0, last + 1).forEach((declaration, index) => {
    const { name, initializer, type } = declaration;
    const at = rewrite.start(declaration);
    if (!initializer) {
      const next = rewrite.start(declarations[index + 1]);
      return rewrite.replace(at, next, "");
    }
    if (ts.isObjectBindingPattern(name)) {
      rewrite.edits.wrap(at, withoutTypes(initializer).end, "(", ")");
    }
    if (type) rewrite.replace(name.end, type.end, "");
  });
  if (last < declarations.length - 1) {
    rewrite.replace(declarations[last].end, list.end, end);
  }
}

/** The part of an expression after which types end its statement. */
export function withoutTypes(node: ts.Expression): ts.Expression {
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node)
    ? withoutTypes(node.expression)
    : node;
}

function requireInitializers(
  rewrite: Rewrite,
  list: ts.VariableDeclarationList,
  all: boolean,
): void {
  for (const declaration of list.declarations) {
    if (declaration.initializer) continue;
    if (!ts.isIdentifier(declaration.name)) {
      const message = "A destructuring declaration must have an initializer";
      rewrite.fail(declaration, 1182, message);
    }
    if (all) {
      const message = "A constant must be initialized where it is declared";
      rewrite.fail(declaration, 1155, message);
    }
  }
}
