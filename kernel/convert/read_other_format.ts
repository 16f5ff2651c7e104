/**
 * Reads files that stand for notebooks.
 *
 * @module
 */

import { BadInputError } from "../notebook/bad_input_error.ts";
import type { Notebook } from "../notebook/notebook.ts";
import { commentOf } from "./other_formats.ts";
import { parseMarkdown } from "./parse_markdown.ts";
import { isPercent, parsePercent } from "./percent.ts";

/** What a file with this text would be called, when it came by a pipe. */
export function pipedName(text: string): string {
  if (/^\ufeff?\s*(\{|$)/.test(text)) return "stdin.ipynb";
  if (isPercent(text, "//")) return "stdin.ts";
  return isPercent(text, "#") ? "stdin.py" : "stdin.md";
}

/**
 * Reads such a file.
 *
 * @throws {BadInputError} If it has no cell to run.
 */
export function readOtherFormat(path: string, text: string): Notebook {
  const comment = commentOf(path);
  if (comment === undefined) {
    const notebook = parseMarkdown(text);
    // A text that names a kernel was a notebook, of whatever cells.
    const isNotebook = notebook.metadata.kernelspec !== undefined ||
      notebook.cells.some(({ cell_type }) => cell_type === "code");
    if (isNotebook) return notebook;
    throw new BadInputError("Markdown without fenced code in TypeScript");
  }
  if (!isPercent(text, comment)) {
    throw new BadInputError(
      `a script without cells; \`${comment} %%\` begins one`,
    );
  }
  const notebook = parsePercent(text, comment);
  const { metadata } = notebook;
  if (comment === "#" && metadata.kernelspec === undefined) {
    metadata.language_info ??= { name: "python" };
  }
  return notebook;
}
