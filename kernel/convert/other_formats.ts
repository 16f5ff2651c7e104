/**
 * Files that stand for notebooks: scripts with percent cells, and Markdown.
 *
 * @module
 */

import { extname } from "node:path";
import { BadInputError } from "../notebook/bad_input_error.ts";
import type { Notebook } from "../notebook/notebook.ts";
import { parseMarkdown } from "./parse_markdown.ts";
import { isPercent, parsePercent } from "./percent.ts";

/** How comments begin, by a script's ending. */
const COMMENTS: Record<string, string> = {
  ".ts": "//",
  ".mts": "//",
  ".js": "//",
  ".mjs": "//",
  ".py": "#",
};

/** How a comment begins in a script of this name; nothing if it is none. */
export function commentOf(path: string): string | undefined {
  return COMMENTS[extname(path).toLowerCase()];
}

/** Whether a file is Markdown by its name. */
export function isMarkdown(path: string): boolean {
  return /^\.(md|markdown|qmd|rmd)$/.test(extname(path).toLowerCase());
}

/** Whether a file of this name holds cells without outputs. */
export function isOtherFormat(path: string): boolean {
  return commentOf(path) !== undefined || isMarkdown(path);
}

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
    if (notebook.cells.some(({ cell_type }) => cell_type === "code")) {
      return notebook;
    }
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
