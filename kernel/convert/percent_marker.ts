/**
 * The line that begins a percent cell: its title, its kind and its metadata.
 *
 * @module
 */

import type { Cell } from "../notebook/notebook.ts";
import { optionsText, parseOptions } from "./cell_options.ts";

type Dict = Record<string, unknown>;

/** What a marker says. */
export interface Marker {
  cell_type: Cell["cell_type"];
  metadata: Dict;
}

/** Where metadata begin after a title. */
const OPTIONS = /(?:^|\s)(?:\{|[\w.@/-]+=)/;

/** Finds markers; what follows the percent signs is the first group. */
export function markerOf(comment: string): RegExp {
  return new RegExp(`^\\s*${escaped(comment)} ?%%(?!%)(?:\\s+(.*))?$`);
}

/** A line of a cell that would be taken for a marker, or for one so hidden. */
function hiddenMarker(comment: string): RegExp {
  const mark = escaped(comment);
  return new RegExp(`^(\\s*)((?:${mark} )*${mark} ?%%(?!%)(?:\\s.*)?)$`);
}

/** Hides what would be taken for a marker. */
export function hideMarker(line: string, comment: string): string {
  return line.replace(hiddenMarker(comment), `$1${comment} $2`);
}

/** Brings a line back that `hideMarker()` hid. */
export function showMarker(line: string, comment: string): string {
  const [, indent, rest] = hiddenMarker(comment).exec(line) ?? [];
  return rest?.startsWith(`${comment} `)
    ? indent + rest.slice(comment.length + 1)
    : line;
}

function escaped(text: string): string {
  return text.replace(/[/#]/g, "\\$&");
}

/** Writes a marker, from the comment on. */
export function markerText(
  { cell_type, metadata }: Marker,
  comment: string,
): string {
  const kind = cell_type === "code" ? "" : ` [${cell_type}]`;
  const { title, ...others } = metadata;
  return isTitle(title)
    ? `${comment} %% ${title}${kind}${optionsText(others)}`
    : `${comment} %%${kind}${optionsText(metadata)}`;
}

/** Reads what follows the percent signs. */
export function parseMarker(text: string): Marker {
  const [, before = "", kind, after] =
    /^(?:(.*?)\s)?\s*\[(markdown|md|raw)\](?=\s|$)(.*)$/.exec(text) ?? [];
  if (kind !== undefined && !hasOptions(before)) {
    const { metadata } = parseOptions(after.trim());
    const title = before.trim();
    return {
      cell_type: kind === "raw" ? "raw" : "markdown",
      metadata: { ...title ? { title } : {}, ...metadata },
    };
  }
  const start = OPTIONS.exec(text)?.index ?? text.length;
  const { metadata, isWhole } = parseOptions(text.slice(start).trim());
  // What is no metadata is words of the title.
  const title = (isWhole ? text.slice(0, start) : text).trim();
  return {
    cell_type: "code",
    metadata: { ...title ? { title } : {}, ...isWhole ? metadata : {} },
  };
}

function hasOptions(title: string): boolean {
  return OPTIONS.test(title);
}

/** Whether a text can stand before what else a marker says. */
function isTitle(value: unknown): value is string {
  return typeof value === "string" && value.trim() === value &&
    /^[^%\r\n\u0085\u2028\u2029]+$/.test(value) && !hasOptions(value) &&
    !/\[(?:markdown|md|raw)\]/.test(value);
}
