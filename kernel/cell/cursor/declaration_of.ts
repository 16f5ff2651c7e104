/**
 * How a cell declared a name, in the words of its author.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { parseCell } from "../parse/parse_cell.ts";
import { headOf } from "./signature_of.ts";
import { boundIdentifiers } from "../parse/scopes.ts";

export interface Declared {
  /** The function, class or other statement. */
  source: string;
  /** Without its body; only of functions and classes. */
  signature?: string;
  /** The text of the doc comment above it. */
  doc?: string;
}

/** The last declaration of `name` at the top level of a cell. */
export function declarationOf(
  source: string,
  name: string,
): Declared | undefined {
  const { file, text } = parseCell(source);
  const statement = file.statements.findLast((statement) =>
    declares(statement, name)
  );
  if (!statement) return undefined;
  return {
    source: statement.getText(file),
    signature: signature(statement, name, file),
    doc: docAbove(statement, text),
  };
}

function declares(statement: ts.Statement, name: string): boolean {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.some((declaration) =>
      [...boundIdentifiers(declaration.name)].some(({ text }) => text === name)
    );
  }
  // An overload has no body, and the one that has is the last.
  return (ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isModuleDeclaration(statement)) && statement.name?.text === name;
}

function signature(
  statement: ts.Statement,
  name: string,
  file: ts.SourceFile,
): string | undefined {
  if (!ts.isVariableStatement(statement)) return headOf(statement, file);
  const { declarations } = statement.declarationList;
  const found = declarations.find((declaration) =>
    ts.isIdentifier(declaration.name) && declaration.name.text === name
  );
  const head = found?.initializer && headOf(found.initializer, file);
  return head && `${name} = ${head}`;
}

function docAbove(statement: ts.Statement, text: string): string | undefined {
  const comments = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
  const nearest = comments.at(-1);
  const comment = nearest && text.slice(nearest.pos, nearest.end);
  if (!comment?.startsWith("/**")) return undefined;
  return comment.slice(3, -2).replace(/^[ \t]*\* ?/gm, "").trim();
}
