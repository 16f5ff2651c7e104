/**
 * Which names a part of a cell declares for itself, so that a name of the
 * cell's top level can be told from one that hides it.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { walk } from "./walk.ts";

/** The identifiers a name or a destructuring pattern binds. */
export function boundIdentifiers(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundIdentifiers(element.name)
  );
}

/** Whether `var` in this list means the nearest function, not the block. */
export function isVarList(list: ts.VariableDeclarationList): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) === 0;
}

/** Whether `var` declared below a node does not leave it. */
export function isVarScope(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node) ||
    ts.isModuleDeclaration(node) || ts.isSourceFile(node);
}

/** Whether a statement is only there for the type checker. */
export function isAmbient(node: ts.Node): boolean {
  return ts.canHaveModifiers(node) &&
    (node.modifiers?.some((modifier) =>
      modifier.kind === ts.SyntaxKind.DeclareKeyword
    ) ?? false);
}

/** Whether something between `node` and `top`, the cell if not given, declares `name`. */
export function isHidden(name: string, node: ts.Node, top?: ts.Node): boolean {
  for (
    let at = node.parent;
    at !== top && !ts.isSourceFile(at);
    at = at.parent
  ) {
    if (lexicalNames(at).has(name)) return true;
    if (isVarScope(at) && variableNames(at).has(name)) return true;
  }
  return false;
}

const lexical = new WeakMap<ts.Node, Set<string>>();
const variable = new WeakMap<ts.Node, Set<string>>();

/** What a node declares for what lies below it, `var` left out. */
export function lexicalNames(node: ts.Node): Set<string> {
  return cached(lexical, node, (names) => {
    if (ts.isBlock(node) || ts.isModuleBlock(node)) {
      addStatements(names, node.statements);
    } else if (ts.isCaseBlock(node)) {
      for (const clause of node.clauses) {
        addStatements(names, clause.statements);
      }
    } else if (
      ts.isForStatement(node) || ts.isForInStatement(node) ||
      ts.isForOfStatement(node)
    ) {
      const { initializer } = node;
      if (initializer && ts.isVariableDeclarationList(initializer)) {
        addList(names, initializer);
      }
    } else if (ts.isCatchClause(node)) {
      if (node.variableDeclaration) {
        add(names, node.variableDeclaration.name);
      }
    } else if (ts.isClassLike(node) || ts.isFunctionExpression(node)) {
      if (node.name) names.add(node.name.text);
    }
  });
}

/** Parameters of a function, and each `var` of it. */
export function variableNames(node: ts.Node): Set<string> {
  return cached(variable, node, (names) => {
    if (ts.isFunctionLike(node)) {
      for (const { name } of node.parameters) add(names, name);
    }
    walk(node, (below) => {
      if (below !== node && isVarScope(below)) return false;
      if (ts.isVariableDeclarationList(below) && isVarList(below)) {
        for (const { name } of below.declarations) add(names, name);
      }
    });
  });
}

function cached(
  cache: WeakMap<ts.Node, Set<string>>,
  node: ts.Node,
  fill: (names: Set<string>) => void,
): Set<string> {
  let names = cache.get(node);
  if (!names) {
    cache.set(node, names = new Set());
    fill(names);
  }
  return names;
}

function addStatements(
  names: Set<string>,
  statements: readonly ts.Statement[],
): void {
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      addList(names, statement.declarationList);
    } else if (
      ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement)
    ) {
      if (statement.name) names.add(statement.name.text);
    }
  }
}

function addList(names: Set<string>, list: ts.VariableDeclarationList): void {
  if (isVarList(list)) return;
  for (const { name } of list.declarations) add(names, name);
}

function add(names: Set<string>, name: ts.BindingName): void {
  for (const { text } of boundIdentifiers(name)) names.add(text);
}
