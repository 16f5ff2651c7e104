/**
 * Where in a file the lines of its cells are.
 *
 * @module
 */

import { visit } from "jsonc-parser";
import { commentOf, isOtherFormat } from "../convert/other_formats.ts";
import { uncommented } from "../convert/percent_header.ts";
import type { Cell } from "../notebook/notebook.ts";
import { type NotebookFile, onlyText, readNotebook } from "./notebook_file.ts";

/**
 * Of each cell of a file, by its id: the file's line, from 1, for each line of
 * the cell's source. A cell that is not found as it is written has none.
 *
 * @throws {BadInputError} If the file can't be read.
 */
export async function cellLines(
  file: NotebookFile,
): Promise<Map<string, number[]>> {
  const text = file.text ??
    onlyText(file.name, () => Deno.readFileSync(file.input));
  const { cells } = await readNotebook({ ...file, text });
  const lines = isOtherFormat(file.input)
    ? linesInText(cells, text, commentOf(file.input))
    : linesInJson(text);
  return new Map(cells.map(({ id }, index) => [id, lines[index] ?? []]));
}

/**
 * Sources stand in a script or Markdown as they are, one after another; text and
 * magics in a script as comments.
 */
function linesInText(
  cells: Cell[],
  text: string,
  comment: string | undefined,
): number[][] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  const isLine = (wanted: string, line: string) =>
    wanted === line ||
    comment !== undefined && wanted === uncommented(line, comment);
  let next = 0;
  return cells.map(({ source }) => {
    const wanted = source.split("\n");
    for (let at = next; at + wanted.length <= lines.length; at++) {
      if (!wanted.every((line, more) => isLine(line, lines[at + more]))) {
        continue;
      }
      next = at + wanted.length;
      return wanted.map((_line, more) => at + more + 1);
    }
    return [];
  });
}

/** A source is one text on a line of its own, or a list of texts. */
function linesInJson(text: string): number[][] {
  const lines: number[][] = [];
  // No tree is made: the outputs of a notebook can be millions of numbers.
  visit(text, {
    onLiteralValue(part, _offset, _length, line, _character, path) {
      const [list, cell, name] = path();
      if (list !== "cells" || name !== "source") return;
      const own = lines[Number(cell)] ??= [];
      const count = String(part).replace(/\n$/, "").split("\n").length;
      for (let more = 0; more < count; more++) own.push(line + 1);
    },
  });
  return lines;
}
