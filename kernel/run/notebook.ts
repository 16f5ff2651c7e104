/**
 * Notebooks, format 4: what a file must be to be run, and its text.
 *
 * Any 4.x is read and becomes 4.5, whose cells have ids. What this does not
 * know, in metadata or a later minor version, is kept as it is.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 *
 * @module
 */

import { BadInputError } from "./run_errors.ts";
import type { Output } from "./outputs.ts";

/** What nbformat allows for a cell's id. */
const ID = /^[a-zA-Z0-9_-]{1,64}$/;

type Dict = Record<string, unknown>;

/** A cell; its source is one text here and a list of lines in the file. */
export interface Cell {
  id: string;
  cell_type: string;
  source: string;
  metadata: Dict & { tags?: unknown };
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

/** Whether the cell has this tag. */
export function hasTag(cell: Cell, tag: string): boolean {
  const { tags } = cell.metadata;
  return Array.isArray(tags) && tags.includes(tag);
}

/** An id for a cell, as Jupyter makes them: 8 hexadecimal digits. */
export function newCellId(): string {
  return crypto.randomUUID().slice(0, 8);
}

/**
 * Reads a notebook.
 *
 * @throws {BadInputError} If the text is not JSON, is no notebook, has no
 *   cells, or is of another format than 4.
 */
export function parseNotebook(text: string): Notebook {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    throw new BadInputError("not JSON");
  }
  if (!isDict(file) || file.nbformat === undefined) {
    throw new BadInputError("not a notebook: it has no nbformat");
  }
  if (file.nbformat !== 4) {
    throw new BadInputError(
      `format ${file.nbformat} is not supported, only 4; ` +
        `\`jupyter nbconvert --to notebook\` converts it`,
    );
  }
  if (!Array.isArray(file.cells) || file.cells.length === 0) {
    throw new BadInputError("the notebook has no cells");
  }
  const ids = new Set<string>();
  return {
    ...file,
    nbformat: 4,
    nbformat_minor: Math.max(5, Number(file.nbformat_minor) || 0),
    metadata: isDict(file.metadata) ? file.metadata : {},
    cells: file.cells.map((cell, index) => parseCell(cell, index, ids)),
  };
}

/** The text of a notebook, laid out as Jupyter lays it out. */
export function notebookText(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: lines(cell.source),
    ...isCode(cell) ? { outputs: cell.outputs.map(outputForFile) } : {},
  }));
  return `${JSON.stringify(sorted({ ...notebook, cells }), null, 1)}\n`;
}

function isDict(value: unknown): value is Dict {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseCell(cell: unknown, index: number, ids: Set<string>): Cell {
  if (!isDict(cell) || typeof cell.cell_type !== "string") {
    throw new BadInputError(`cell ${index + 1} has no cell_type`);
  }
  const source = joined(cell.source);
  if (source === undefined) {
    throw new BadInputError(`cell ${index + 1} has no source`);
  }
  let { id } = cell;
  if (typeof id !== "string" || !ID.test(id) || ids.has(id)) id = newCellId();
  ids.add(id as string);
  const metadata = isDict(cell.metadata) ? cell.metadata : {};
  const parsed = { ...cell, id: id as string, source, metadata };
  if (cell.cell_type !== "code") return parsed as Cell;
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

function isOutput(output: unknown): output is Output {
  return isDict(output) && typeof output.output_type === "string" &&
    (!("data" in output) || isDict(output.data));
}

/** Texts may be lists of lines in the file. */
function joined(text: unknown): string | undefined {
  if (typeof text === "string") return text;
  const lines = Array.isArray(text) &&
    text.every((line) => typeof line === "string");
  return lines ? text.join("") : undefined;
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function outputFromFile(output: Output): Output {
  if (output.output_type === "stream") {
    return { ...output, text: joined(output.text) ?? "" };
  }
  if (!("data" in output)) return output;
  const data = Object.entries(output.data).map(([type, value]) => [
    type,
    isJson(type) ? value : joined(value) ?? value,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

function outputForFile(output: Output): unknown {
  if (output.output_type === "stream") {
    return { ...output, text: lines(output.text) };
  }
  if (!("data" in output)) return output;
  const data = Object.entries(output.data).map(([type, value]) => [
    type,
    typeof value === "string" && isInLines(type) ? lines(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

function isJson(type: string): boolean {
  return /^application\/(.*\+)?json$/.test(type);
}

function isInLines(type: string): boolean {
  return type.startsWith("text/") || type === "image/svg+xml" ||
    type === "application/javascript";
}

/** With keys in order, as Jupyter writes them: that keeps differences small. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isDict(value)) return value;
  return Object.fromEntries(
    Object.keys(value).sort().map((key) => [key, sorted(value[key])]),
  );
}
