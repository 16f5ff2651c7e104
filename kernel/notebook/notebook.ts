/**
 * Notebooks, format 4: what a file must be, as values.
 *
 * What this does not know, in metadata or a later minor version, is kept as it
 * is, numbers to the digit.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 *
 * @module
 */

import { createHash } from "node:crypto";
import { BadInputError } from "./bad_input_error.ts";
import { ExactNumber, parseExactJson } from "./exact_json.ts";
import { joinedBundle, joinedLines } from "./lines.ts";
import type { Output } from "./outputs.ts";

/** What nbformat allows for a cell's id. */
const ID = /^[a-zA-Z0-9_-]{1,64}$/;

type Dict = Record<string, unknown>;

/**
 * Metadata of a cell that a run makes, with its times: JupyterLab's, those of an
 * extension of the classic Notebook, Colab's (with the user's name) and
 * papermill's.
 */
export const MADE_BY_RUNS = [
  "execution",
  "ExecuteTime",
  "executionInfo",
  "outputId",
  "papermill",
];

/** A cell; its source is one text here and a list of lines in the file. */
export interface Cell {
  /** Missing only in files before 4.5 that were not upgraded. */
  id: string;
  cell_type: string;
  source: string;
  metadata: Dict & { tags?: unknown };
  /** Bundles by file name, of Markdown and raw cells. */
  attachments?: Record<string, Dict>;
}

/** A cell that can be run. */
export interface CodeCell extends Cell {
  cell_type: "code";
  execution_count: number | null;
  outputs: Output[];
}

/** A whole notebook. */
export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Dict & {
    kernelspec?: { name?: string; display_name?: string; language?: string };
    language_info?: unknown;
    /** What its last run took and ran in. */
    thaw?: Dict;
  };
  cells: Cell[];
}

/** Whether the cell can be run. */
export function isCode(cell: Cell): cell is CodeCell {
  return cell.cell_type === "code";
}

/** A cell's tags; what is none is left out. */
export function tagsOf({ metadata: { tags } }: Cell): string[] {
  return Array.isArray(tags)
    ? tags.filter((tag) => typeof tag === "string")
    : [];
}

/** Whether the cell has this tag. */
export function hasTag(cell: Cell, tag: string): boolean {
  return tagsOf(cell).includes(tag);
}

/** Whether a value is an object with keys. */
export function isDict(value: unknown): value is Dict {
  return typeof value === "object" && value !== null &&
    !Array.isArray(value) && !(value instanceof ExactNumber);
}

/**
 * An id for a cell, in the form of Jupyter's: 8 hexadecimal digits. It follows
 * from what it is made of, so that running a file again changes nothing.
 */
export function cellId(...parts: (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex")
    .slice(0, 8);
}

/**
 * Reads a notebook's bytes.
 *
 * @throws {BadInputError} If they are not UTF-8; read wrongly, they would come
 *   back changed.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    // Takes a byte order mark away.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new BadInputError("not UTF-8");
  }
}

/**
 * Reads a notebook and makes it one of format 4.5, whose cells have ids.
 *
 * @throws {BadInputError} If the text is no notebook of format 4.
 */
export function parseNotebook(text: string): Notebook {
  const notebook = parseNotebookAsIs(text);
  const taken = new Set<unknown>();
  for (const [index, cell] of notebook.cells.entries()) {
    if (!isId(cell.id) || taken.has(cell.id)) {
      for (let more = 0; more === 0 || taken.has(cell.id); more++) {
        cell.id = cellId(index, cell.source, more);
      }
    }
    taken.add(cell.id);
  }
  notebook.nbformat_minor = Math.max(5, notebook.nbformat_minor);
  return notebook;
}

/**
 * Reads a notebook and leaves its minor version as it is.
 *
 * @throws {BadInputError} If the text is no notebook of format 4.
 */
export function parseNotebookAsIs(text: string): Notebook {
  let file: unknown;
  try {
    file = parseExactJson(text);
  } catch (error) {
    throw new BadInputError(
      error instanceof RangeError
        ? "nested too deeply"
        : notJson(text, error as Error),
    );
  }
  if (!isDict(file) || file.nbformat === undefined) {
    throw new BadInputError("not a notebook: it has no nbformat");
  }
  if (file.nbformat !== 4) {
    throw new BadInputError(
      `format ${shown(file.nbformat)} is not supported, only 4` +
        ([1, 2, 3].includes(file.nbformat as number)
          ? "; `jupyter nbconvert --to notebook` converts it"
          : ""),
    );
  }
  if (!Array.isArray(file.cells)) {
    throw new BadInputError("not a notebook: it has no list of cells");
  }
  const metadata = isDict(file.metadata) ? file.metadata : {};
  for (const name of ["orig_nbformat", "orig_nbformat_minor", "signature"]) {
    delete metadata[name];
  }
  return {
    ...file,
    nbformat: 4,
    nbformat_minor: Number(file.nbformat_minor) || 0,
    metadata,
    cells: file.cells.map(parseCell),
  };
}

/** What a text that is no JSON is, in a few words. */
function notJson(text: string, { message }: Error): string {
  if (text.trim() === "") return "an empty file";
  const line = text.split("\n").findIndex((line) => /^<{7} /.test(line)) + 1;
  // V8 gives a place unless the text ends too early.
  const [, place] = /\((line \d+ column \d+)\)$/.exec(message) ?? [];
  return line > 0
    ? `not JSON: it has the marks of a merge that conflicted, at line ${line}`
    : `not a notebook: not JSON${place ? `, from ${place} on` : ""}`;
}

function isId(id: unknown): boolean {
  return typeof id === "string" && ID.test(id);
}

function shown(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 40);
}

function parseCell(cell: unknown, index: number): Cell {
  if (!isDict(cell) || typeof cell.cell_type !== "string") {
    throw new BadInputError(`cell ${index + 1} has no cell_type`);
  }
  const source = joinedLines(cell.source);
  if (source === undefined) {
    throw new BadInputError(`cell ${index + 1} has no source`);
  }
  const metadata = isDict(cell.metadata) ? cell.metadata : {};
  delete metadata.trusted;
  const parsed = {
    ...cell,
    source,
    metadata,
    ...isDict(cell.attachments)
      ? { attachments: joinedAttachments(cell.attachments) }
      : {},
  } as unknown as Cell;
  if (cell.cell_type !== "code") return parsed;
  const outputs = Array.isArray(cell.outputs) ? cell.outputs : [];
  if (!outputs.every(isOutput)) {
    throw new BadInputError(`cell ${index + 1} has an output that is none`);
  }
  return {
    ...parsed,
    execution_count: cell.execution_count ?? null,
    outputs: outputs.map(outputFromFile),
  } as CodeCell;
}

function joinedAttachments(attachments: Dict): Record<string, Dict> {
  return Object.fromEntries(
    Object.entries(attachments).filter(([, bundle]) => isDict(bundle))
      .map(([name, bundle]) => [name, joinedBundle(bundle as Dict)]),
  );
}

function isOutput(output: unknown): output is Output {
  if (!isDict(output) || typeof output.output_type !== "string") return false;
  return !("data" in output) || isDict(output.data);
}

function outputFromFile(output: Output): Output {
  // Some programs keep what messages carry only on their way.
  const { transient: _, ...kept } = output as Output & { transient?: unknown };
  if (kept.output_type === "stream") {
    return { ...kept, text: joinedLines(kept.text) ?? "" };
  }
  if (!("data" in kept)) return kept;
  return { ...kept, data: joinedBundle(kept.data) };
}
