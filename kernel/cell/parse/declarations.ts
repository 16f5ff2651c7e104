/**
 * What a cell declares at its top level, and that it declares nothing twice.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { CellDeclaration, DeclarationKind } from "./cell_scope.ts";
import {
  boundIdentifiers,
  isAmbient,
  isVarList,
  isVarScope,
  lexicalNames,
} from "./scopes.ts";
import { walk } from "./walk.ts";

/** A declaration and the place to blame for it. */
export interface PlacedDeclaration extends CellDeclaration {
  node: ts.Node;
}

/** All names a cell adds to those of earlier cells, repeated ones too. */
export function topLevelDeclarations(
  file: ts.SourceFile,
): PlacedDeclaration[] {
  return [...file.statements.flatMap(statementNames), ...varNames(file)];
}

function placed(node: ts.Identifier, kind: DeclarationKind): PlacedDeclaration {
  return { name: node.text, kind, node };
}

/** What a statement declares, `var` aside. */
function statementNames(statement: ts.Statement): PlacedDeclaration[] {
  if (isAmbient(statement)) return [];
  if (ts.isVariableStatement(statement)) {
    const list = statement.declarationList;
    return isVarList(list) ? [] : listNames(list, kindOf(list));
  }
  if (ts.isFunctionDeclaration(statement)) {
    const { name, body } = statement;
    return name && body ? [placed(name, "function")] : [];
  }
  if (ts.isClassDeclaration(statement)) {
    return statement.name ? [placed(statement.name, "class")] : [];
  }
  if (ts.isEnumDeclaration(statement)) return [placed(statement.name, "enum")];
  if (ts.isModuleDeclaration(statement)) {
    const name = outermostName(statement);
    return name && hasValues(statement) ? [placed(name, "namespace")] : [];
  }
  if (ts.isImportDeclaration(statement)) {
    return importedNames(statement).map((node) => ({
      ...placed(node, "import"),
      live: node.parent.kind !== ts.SyntaxKind.NamespaceImport,
    }));
  }
  const isImport = ts.isImportEqualsDeclaration(statement) &&
    !statement.isTypeOnly;
  return isImport ? [placed(statement.name, "import")] : [];
}

/** What `var` declares, in blocks and loops, too. */
function varNames(file: ts.SourceFile): PlacedDeclaration[] {
  const found: PlacedDeclaration[] = [];
  walk(file, (node) => {
    // Below an expression only functions hold declarations, and those are theirs.
    if (ts.isExpressionStatement(node) || ts.isVariableDeclaration(node)) {
      return false;
    }
    if (node !== file && isVarScope(node)) return false;
    if (ts.isTypeNode(node) || isAmbient(node)) return false;
    if (ts.isVariableDeclarationList(node) && isVarList(node)) {
      found.push(...listNames(node, "var"));
    }
  });
  return found;
}

function listNames(
  { declarations }: ts.VariableDeclarationList,
  kind: DeclarationKind,
): PlacedDeclaration[] {
  return declarations.flatMap(({ name }) =>
    [...boundIdentifiers(name)].map((bound) => placed(bound, kind))
  );
}

/** The first declaration that the language does not allow beside the others. */
export function redeclaration(
  declarations: readonly PlacedDeclaration[],
): PlacedDeclaration | undefined {
  const seen = new Map<string, DeclarationKind[]>();
  const ordered = declarations.toSorted((a, b) => a.node.pos - b.node.pos);
  return ordered.find((declaration) => {
    const { name, kind, node } = declaration;
    const kinds = seen.get(name) ?? [];
    seen.set(name, [...kinds, kind]);
    return kinds.some((other) => !mayMerge(other, kind)) ||
      (kind === "var" && leavesBlockThatDeclares(name, node));
  });
}

const MERGING: Partial<Record<DeclarationKind, DeclarationKind[]>> = {
  var: ["var", "function"],
  function: ["var", "function", "namespace"],
  class: ["namespace"],
  enum: ["enum", "namespace"],
  namespace: ["namespace", "class", "function", "enum"],
};

function mayMerge(a: DeclarationKind, b: DeclarationKind): boolean {
  return MERGING[a]?.includes(b) ?? false;
}

/** `{ let a; { var a } }`: an error; `catch (a) { var a }` is none. */
function leavesBlockThatDeclares(name: string, node: ts.Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isCatchClause(at) && lexicalNames(at).has(name)) return true;
  }
  return false;
}

function kindOf(list: ts.VariableDeclarationList): DeclarationKind {
  const flags = list.flags & ts.NodeFlags.BlockScoped;
  if (flags === ts.NodeFlags.Let) return "let";
  return flags === ts.NodeFlags.Const ? "const" : "using";
}

function importedNames(statement: ts.ImportDeclaration): ts.Identifier[] {
  const clause = statement.importClause;
  if (!clause || clause.isTypeOnly) return [];
  const names = clause.name ? [clause.name] : [];
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) names.push(bindings.name);
  else if (bindings) {
    for (const { isTypeOnly, name } of bindings.elements) {
      if (!isTypeOnly) names.push(name);
    }
  }
  return names;
}

function outermostName(node: ts.ModuleDeclaration): ts.Identifier | undefined {
  return ts.isIdentifier(node.name) ? node.name : undefined;
}

/** Whether a namespace leaves anything at run time. */
export function hasValues(node: ts.ModuleDeclaration): boolean {
  const { body } = node;
  if (!body || isAmbient(node)) return false;
  if (node.flags & ts.NodeFlags.GlobalAugmentation) return false;
  if (ts.isModuleDeclaration(body)) return hasValues(body);
  if (!ts.isModuleBlock(body)) return false;
  return body.statements.some((statement) => {
    if (ts.isModuleDeclaration(statement)) return hasValues(statement);
    return !ts.isInterfaceDeclaration(statement) &&
      !ts.isTypeAliasDeclaration(statement) && !isAmbient(statement);
  });
}
