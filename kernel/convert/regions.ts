/**
 * Cells that comments of HTML mark in Markdown, as jupytext has it.
 *
 * @see https://jupytext.readthedocs.io/en/latest/formats-markdown.html
 *
 * @module
 */

import type { Cell } from "../notebook/notebook.ts";
import { optionsText, parseOptions } from "./cell_options.ts";

const START = /^<!--\s*#(raw|md|region)\b(.*?)-->\s*$/;

/** A cell between two marks. */
export interface Region {
  cell_type: "raw" | "markdown";
  metadata: Record<string, unknown>;
  /** The line of the mark that ends it. */
  end: number;
}

/**
 * The cell that a line begins, if it does.
 *
 * @param isJupytexts Whether jupytext wrote the text. Elsewhere `#region` is an
 *   editor's, who folds what lies in it, code to run as well.
 */
export function regionAt(
  lines: string[],
  at: number,
  isJupytexts: boolean,
): Region | undefined {
  const [, word, options] = START.exec(lines[at]) ?? [];
  if (word === undefined || word === "region" && !isJupytexts) return undefined;
  const stop = new RegExp(`^<!--\\s*#end${word}\\s*-->\\s*$`);
  const end = lines.findIndex((line, index) => index > at && stop.test(line));
  if (end < 0) return undefined;
  return {
    cell_type: word === "raw" ? "raw" : "markdown",
    metadata: parseOptions(options.trim()).metadata,
    end,
  };
}

/** Writes a cell so that nothing in it is taken for another. */
export function regionText({ cell_type, source, metadata }: Cell): string {
  const word = cell_type === "raw" ? "raw" : "md";
  const options = optionsText(metadata).replaceAll("-->", "--\\u003e");
  return `<!-- #${word}${options} -->\n${source}\n<!-- #end${word} -->`;
}
