/**
 * Replaces the types of a cell by spaces, so that columns stay.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { blankSourceFile } from "../parse/blank_types.ts";
import { hasValues } from "../parse/declarations.ts";
import type { Rewrite } from "../rewrite/rewrite.ts";
import { isAmbient } from "../parse/scopes.ts";

/** The cell's text without types; notes where that is not enough. */
export function stripTypes(rewrite: Rewrite): string {
  const { file, typed, cell, reflected } = rewrite;
  if (typed.size === 0) return cell.text;
  const statements = file.statements.filter((node) =>
    typed.has(node) && !reflected.has(node)
  );
  for (const node of statements) {
    // Without the statement, the line before could go on with the line after.
    if (isErased(node)) rewrite.edits.insert(rewrite.start(node), ";");
  }
  const part = Object.create(file, { statements: { value: statements } });
  try {
    return blankSourceFile(part, (node) => {
      if (!ts.isImportEqualsDeclaration(node)) rewrite.needsTranspile = true;
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // It recurses and ran out of stack; TypeScript needs less of it.
    rewrite.needsTranspile = true;
    return cell.text;
  }
}

function isErased(node: ts.Statement): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) ||
    isAmbient(node) || (ts.isModuleDeclaration(node) && !hasValues(node)) ||
    (ts.isFunctionDeclaration(node) && !node.body) ||
    (ts.isImportDeclaration(node) && !!node.importClause?.isTypeOnly) ||
    (ts.isExportDeclaration(node) && node.isTypeOnly);
}
