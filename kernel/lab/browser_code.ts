/**
 * Code for the page: the modules of `browser/`, and Plotly.
 *
 * @module
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "../system/typescript.js";

/**
 * A module of `browser/` as the browser runs it.
 *
 * @param hasFiles Whether what it imports lies beside it, as JavaScript.
 */
export function emitted(name: string, hasFiles: boolean): string {
  const source = readFileSync(
    join(import.meta.dirname!, "browser", name),
    "utf8",
  );
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: hasFiles,
      removeComments: true,
    },
  });
  // A classic script must export nothing.
  return outputText.replace(/^export \{\};?\n?/m, "");
}

/** The file of Plotly as one classic script. */
export function plotlyFile(): string {
  return fileURLToPath(import.meta.resolve("plotly.js-dist"));
}
