/**
 * Metadata whose types nbformat prescribes: what has another is mended, as the
 * notebook would not be valid.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html#metadata
 *
 * @module
 */

import { isDict, type Notebook } from "./notebook.ts";

type Dict = Record<string, unknown>;

/** What stands in the place of a value; undefined if nothing can. */
type Mend = (value: unknown) => unknown;

const text: Mend = (value) =>
  typeof value === "string" ? value : JSON.stringify(value);

/** A cell's, whatever it is of. */
const OF_CELLS: Record<string, Mend> = {
  name: (value) => text(value) || undefined,
  tags,
  jupyter: (value) => isDict(value) ? value : undefined,
};

const OF_CODE: Record<string, Mend> = {
  ...OF_CELLS,
  collapsed: (value) => typeof value === "boolean" ? value : undefined,
  scrolled: (value) =>
    typeof value === "boolean" || value === "auto" ? value : undefined,
};

const OF_RAW: Record<string, Mend> = { ...OF_CELLS, format: text };

const OF_NOTEBOOKS: Record<string, Mend> = {
  title: text,
  authors: (value) => Array.isArray(value) ? value : [value],
};

/**
 * Mends a notebook's metadata.
 *
 * @returns A line for each value that was changed.
 */
export function mendMetadata({ metadata, cells }: Notebook): string[] {
  return [
    ...mended(metadata, OF_NOTEBOOKS, "metadata"),
    ...cells.flatMap(({ id, cell_type, metadata }) =>
      mended(
        metadata,
        cell_type === "code"
          ? OF_CODE
          : cell_type === "raw"
          ? OF_RAW
          : OF_CELLS,
        `metadata of the cell with id ${id}`,
      )
    ),
  ];
}

function mended(
  metadata: Dict,
  mends: Record<string, Mend>,
  place: string,
): string[] {
  return Object.entries(mends).flatMap(([name, mend]) => {
    if (!Object.hasOwn(metadata, name)) return [];
    const before = JSON.stringify(metadata[name]);
    const value = metadata[name] === null ? undefined : mend(metadata[name]);
    const after = JSON.stringify(value);
    if (after === before) return [];
    if (value === undefined) delete metadata[name];
    else metadata[name] = value;
    return [
      `${place}: ${name} can't be ${before.slice(0, 60)}, ` +
      (value === undefined ? "left out" : `now ${after.slice(0, 60)}`),
    ];
  });
}

/** A list of texts without commas, each once. */
function tags(value: unknown): string[] | undefined {
  if (isDict(value)) return undefined;
  const all = (Array.isArray(value) ? value : [value])
    .flatMap((tag) => String(text(tag)).split(","))
    .map((tag) => tag.trim());
  return [...new Set(all)].filter((tag) => tag !== "");
}
