/**
 * An expression that somebody types while debugging -> JavaScript.
 *
 * @module
 */

import ts from "../system/typescript.js";
import { DebugError } from "./debug_error.ts";

/** TypeScript writes it first; an expression would become two statements. */
const PROLOGUE = /^"use strict";/;

/**
 * The same expression without types. `{ a: 1 }` is read as an object, not as a
 * block.
 *
 * @throws {DebugError} If its syntax is wrong.
 */
export function javaScriptOf(typed: string): string {
  const trimmed = typed.trim();
  const text = trimmed.startsWith("{") && isRight(`(${trimmed})`)
    ? `(${trimmed})`
    : trimmed;
  const { outputText, diagnostics } = transpiled(text);
  const [first] = diagnostics ?? [];
  if (first) {
    const said = ts.flattenDiagnosticMessageText(first.messageText, "\n");
    throw new DebugError(`SyntaxError: ${said}`);
  }
  return outputText.replace(PROLOGUE, "").trim().replace(/;$/, "");
}

function isRight(text: string): boolean {
  return transpiled(text).diagnostics?.length === 0;
}

function transpiled(text: string): ts.TranspileOutput {
  return ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      removeComments: true,
    },
  });
}
