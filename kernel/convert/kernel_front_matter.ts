/**
 * The kernel of a notebook, named at the start of its Markdown.
 *
 * @module
 */

import type { Notebook } from "../notebook/notebook.ts";
import { frontMatter } from "./fences.ts";
import { oneLineJson } from "./one_line_json.ts";

/**
 * Front matter as Quarto has it. Without it the Markdown of a notebook whose
 * kernel is restricted would run with all permissions.
 *
 * @returns Nothing for the kernel that TypeScript has anyway, and where a cell
 * says it.
 */
export function kernelFrontMatter(
  { metadata, cells }: Pick<Notebook, "metadata" | "cells">,
): string | undefined {
  const name = metadata.kernelspec?.name;
  if (typeof name !== "string" || name === "thaw") return undefined;
  const [first] = cells;
  const isSaid = first?.cell_type === "raw" &&
    frontMatter(first.source.split("\n")).kernelspec !== undefined;
  return isSaid ? undefined : `---\njupyter: ${oneLineJson(name)}\n---`;
}
