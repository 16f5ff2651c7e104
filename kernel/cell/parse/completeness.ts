/**
 * Whether a cell typed in a console is finished, for `is_complete_request`.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { type ParsedCell, readings } from "./parse_cell.ts";
import { isAmbient } from "./scopes.ts";

/** The answer to `is_complete_request`, in its words. */
export interface Completeness {
  status: "complete" | "incomplete" | "invalid" | "unknown";
  /** What to put before the next line; empty unless incomplete. */
  indent: string;
}

/** Something is missing, if the text ends where it is expected. */
const MISSING_AT_END = new Set([
  1003, // Identifier expected
  1005, // '…' expected
  1109, // Expression expected
  1110, // Type expected
  1126, // Unexpected end of text
  1128, // Declaration or statement expected
  1146, // Declaration expected
  1472, // 'catch' or 'finally' expected
]);

/** Something was begun and not ended, wherever the error is placed. */
const UNTERMINATED = new Set([
  1010, // '*/' expected
  1160, // Unterminated template literal
  17008, // JSX element has no closing tag
  17014, // JSX fragment has no closing tag
]);

/** It goes on in the next line if its last one ends in a backslash. */
const UNTERMINATED_STRING = 1002;

/** Judges a cell by the first error of each way to read it. */
export function completeness(source: string): Completeness {
  try {
    let status: Completeness["status"] = "invalid";
    for (const cell of readings(source)) {
      const [error] = cell.errors;
      const isOpen = error
        ? wantsMore(source, cell, error)
        : endsInSignature(cell) || endsInList(cell);
      if (isOpen) {
        status = "incomplete";
      } else if (!error) return { status: "complete", indent: "" };
    }
    return {
      status,
      indent: status === "incomplete" ? nextIndent(source) : "",
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // Nested too deeply for the parser's stack.
    return { status: "unknown", indent: "" };
  }
}

function wantsMore(
  source: string,
  { toSource }: ParsedCell,
  error: ts.DiagnosticWithLocation,
): boolean {
  if (UNTERMINATED.has(error.code)) return true;
  if (
    error.code === UNTERMINATED_STRING &&
    /\\(\r\n?|\n)$/.test(source.slice(0, toSource(error.start)))
  ) return true;
  // Alone, the parser says only that no statement begins there.
  if (/^(import|export)$/.test(source.slice(toSource(error.start)).trim())) {
    return true;
  }
  return MISSING_AT_END.has(error.code) &&
    source.slice(toSource(error.start)).trim() === "";
}

/** `function f()` may stand alone as an overload; here its body is to come. */
function endsInSignature({ file, text }: ParsedCell): boolean {
  const last = file.statements.at(-1);
  return last !== undefined && ts.isFunctionDeclaration(last) && !last.body &&
    !isAmbient(last) && text[last.end - 1] === ")";
}

/** `const` and `let a = 1,`: a name is to come, which the parser never asks. */
function endsInList({ file, text }: ParsedCell): boolean {
  const last = file.statements.at(-1);
  if (!last || !ts.isVariableStatement(last)) return false;
  const { declarations } = last.declarationList;
  return (declarations.length === 0 ||
    declarations.hasTrailingComma === true) &&
    text[last.end - 1] !== ";";
}

/** The last line's indent, one step deeper after an opening bracket. */
function nextIndent(source: string): string {
  const lines = source.split(/\r\n?|\n/).filter((line) => line.trim() !== "");
  const last = lines.at(-1) ?? "";
  const indent = /^\s*/.exec(last)![0];
  return /[{[(]\s*(\/\/.*)?$|=>\s*$/.test(last) ? `${indent}  ` : indent;
}
