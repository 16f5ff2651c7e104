/**
 * Files that stand for notebooks, by their names: scripts with percent cells,
 * and Markdown.
 *
 * @module
 */

import { extname } from "node:path";

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
