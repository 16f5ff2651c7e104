/**
 * Goes through a cell and rewrites what V8 would not take, or not keep.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import type { Rewrite } from "./rewrite.ts";
import { type EarlierNames, rewriteExpression } from "./rewrite_expressions.ts";
import { rewriteClass, rewriteFunction } from "./rewrite_functions.ts";
import {
  rewriteExport,
  rewriteExportAssignment,
  rewriteImport,
  rewriteImportEquals,
} from "./rewrite_imports.ts";
import { rewriteReads } from "./rewrite_reads.ts";
import { rewriteLexical, rewriteVar } from "./rewrite_variables.ts";
import { isAmbient, isVarList, isVarScope } from "../parse/scopes.ts";
import {
  isJsx,
  isNewSyntax,
  isParameterProperty,
  isPlain,
  isTypeScript,
} from "../parse/syntax_kinds.ts";
import { walk } from "../parse/walk.ts";

/** Rewrites a cell. */
export function rewriteCell(rewrite: Rewrite, names: EarlierNames): void {
  rewriteReads(rewrite, names.live);
  rewriteStatements(rewrite);
  rewriteBelow(rewrite, names);
  if (rewrite.needsDownlevel) rewrite.needsTranspile = true;
}

function rewriteStatements(rewrite: Rewrite): void {
  let early = false;
  for (const statement of rewrite.file.statements) {
    if (isAmbient(statement)) continue;
    if (ts.isImportDeclaration(statement)) {
      rewriteImport(rewrite, statement, early);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      rewriteImportEquals(rewrite, statement, early);
    } else if (ts.isExportDeclaration(statement)) {
      rewriteExport(rewrite, statement, early);
    } else if (ts.isNamespaceExportDeclaration(statement)) {
      rewrite.replace(rewrite.start(statement), statement.end, ";");
    } else if (ts.isFunctionDeclaration(statement)) {
      if (statement.body) rewriteFunction(rewrite, statement);
    } else if (
      !ts.isInterfaceDeclaration(statement) &&
      !ts.isTypeAliasDeclaration(statement)
    ) {
      early = true;
      if (ts.isVariableStatement(statement)) {
        if (!isVarList(statement.declarationList)) {
          rewriteLexical(rewrite, statement);
        }
      } else if (ts.isClassDeclaration(statement)) {
        rewriteClass(rewrite, statement);
      } else if (ts.isExportAssignment(statement)) {
        rewriteExportAssignment(rewrite, statement);
      } else if (
        ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement)
      ) rewrite.dropExport(statement);
    }
  }
}

function rewriteBelow(rewrite: Rewrite, names: EarlierNames): void {
  const { file } = rewrite;
  let statement: ts.Node = file;
  walk(file, (node) => {
    if (node.parent === file) statement = node;
    if (isPlain(node)) return;
    if (isTypeScript(node) || isAmbient(node)) rewrite.typed.add(statement);
    else if (isNewSyntax(node)) rewrite.needsDownlevel = true;
    else if (isJsx(node) || isParameterProperty(node)) {
      rewrite.needsTranspile = true;
    }
    if (ts.isDecorator(node)) rewriteDecorator(rewrite, node, statement);
    if (isAmbient(node)) return false;
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) {
      return false;
    }
    if (isModuleSyntax(node) && node.parent !== file) {
      const message =
        "An import or export stands at the top level of a cell only";
      if (!ts.isModuleBlock(node.parent)) rewrite.fail(node, 1232, message);
    }
    if (ts.isReturnStatement(node) && isOutsideFunctions(node)) {
      rewrite.fail(node, 1108, "A 'return' stands within a function only");
    }
    if (ts.isVariableDeclarationList(node) && isVarList(node)) {
      if (isOutsideFunctions(node)) rewriteVar(rewrite, node);
    }
    if (ts.isPropertyDeclaration(node)) endField(rewrite, node);
    rewriteExpression(rewrite, names, node);
  });
}

/** What only TypeScript's own decorators may do. */
function rewriteDecorator(
  rewrite: Rewrite,
  node: ts.Decorator,
  statement: ts.Node,
): void {
  const { compilerOptions, reflected } = rewrite;
  const { experimentalDecorators, emitDecoratorMetadata } = compilerOptions;
  if (emitDecoratorMetadata) reflected.add(statement);
  if (experimentalDecorators || !ts.isParameter(node.parent)) return;
  const message = "A parameter has decorators only with " +
    '`"experimentalDecorators": true` among the compilerOptions of deno.json';
  rewrite.fail(node, 1206, message);
}

/** `get: T` without its type would be half of a getter on the next line. */
function endField(rewrite: Rewrite, node: ts.PropertyDeclaration): void {
  const { name, type, initializer } = node;
  if (!type || initializer || rewrite.cell.text[node.end - 1] === ";") return;
  if (ts.isIdentifier(name) && /^(get|set|static)$/.test(name.text)) {
    rewrite.edits.insert(name.end, ";");
  }
}

function isModuleSyntax(node: ts.Node): boolean {
  return ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node) ||
    ts.isExportDeclaration(node) || ts.isExportAssignment(node);
}

function isOutsideFunctions(node: ts.Node): boolean {
  let at = node.parent;
  while (!isVarScope(at)) at = at.parent;
  return ts.isSourceFile(at);
}
