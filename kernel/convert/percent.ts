/**
 * Notebooks as scripts with percent cells, as VS Code and jupytext know them:
 * `// %%` begins a cell of code, `// %% [markdown]` one of text in comments.
 *
 * Sources, tags and other metadata come back exactly; outputs are left behind.
 *
 * @see https://jupytext.readthedocs.io/en/latest/formats-scripts.html
 *
 * @module
 */

import {
  type Cell,
  cellId,
  type CodeCell,
  isDict,
  type Notebook,
  tagsOf,
} from "../notebook/notebook.ts";
import {
  commentMagics,
  putLanguage,
  takeLanguage,
  uncommentMagics,
} from "./magics.ts";
import { blockText, parseBlock } from "./percent_block.ts";
import { headerText, takeHeader, uncommented } from "./percent_header.ts";
import {
  hideMarker,
  markerOf,
  markerText,
  parseMarker,
  showMarker,
} from "./percent_marker.ts";
import { linesBetween } from "./python_lines.ts";

type Dict = Record<string, unknown>;

/** Endings of scripts whose comments begin so. */
const ENDINGS: Record<string, string[]> = {
  "//": ["ts", "mts", "js", "mjs"],
  "#": ["py"],
};

/** Writes a script. `comment` begins a comment in its language: `//` or `#`. */
export function percentText(notebook: Notebook, comment: string): string {
  const header = headerText(notebook, comment);
  let text = header === undefined ? "" : `${header}\n\n`;
  let former: string[] | undefined;
  for (const cell of notebook.cells) {
    const [marker, ...lines] = cellLines(cell, comment);
    if (former) text += "\n".repeat(gap(former, lines, comment));
    text += `${[marker, ...lines].join("\n")}\n`;
    former = lines;
  }
  return notebook.cells.length > 0 ? text : text.replace(/\n\n$/, "\n");
}

/** Reads a script; what comes before its first marker is a cell, too. */
export function parsePercent(text: string, comment: string): Notebook {
  const crlf = /^[^\n]*\r\n/.test(text);
  const all = (crlf ? text.replaceAll("\r\n", "\n") : text).split("\n");
  // The newline that ends the last line begins no other.
  if (all.at(-1) === "") all.pop();
  const { metadata, lines, isJupytexts } = takeHeader(all, comment);
  const marker = markerOf(comment);
  const parts: { start: string | undefined; body: string[] }[] = [
    { start: undefined, body: [] },
  ];
  for (const line of lines) {
    const found = marker.exec(line);
    if (found) parts.push({ start: found[1]?.trim() ?? "", body: [] });
    else parts.at(-1)!.body.push(line);
  }
  for (const [at, { body }] of parts.entries()) {
    if (at + 1 < parts.length) trimGap(body, parts[at + 1].body, comment);
  }
  const cells = parts
    .filter(({ start, body }) =>
      start !== undefined || body.some((line) => line.trim() !== "")
    )
    .map(({ start = "", body }, at) =>
      parseCell(start, body, comment, at, isJupytexts)
    );
  return { nbformat: 4, nbformat_minor: 5, metadata, cells };
}

/** Whether a text has a percent cell. */
export function isPercent(text: string, comment: string): boolean {
  return new RegExp(markerOf(comment), "m").test(text);
}

/** How many empty lines stand between two cells. */
function gap(lines: string[], next: string[], comment: string): number {
  if (comment !== "#") return 1;
  const end = lines.findLastIndex((line) => line !== "") + 1;
  return linesBetween(lines.slice(0, end), next);
}

function trimGap(body: string[], next: string[], comment: string): void {
  for (let left = gap(body, next, comment); left > 0; left--) {
    if (body.at(-1) === "") body.pop();
  }
}

function cellLines(cell: Cell, comment: string): string[] {
  const hidden = (lines: string[]) =>
    lines.map((line) => hideMarker(line, comment));
  const commented = (lines: string[]) =>
    hidden(
      lines.map((line) => line === "" ? comment : `${comment} ${line}`),
    );
  const { cell_type, metadata } = cell;
  const lines = cell.source.split("\n");
  const marker = (metadata: Dict) =>
    markerText({ cell_type, metadata }, comment);
  if (cell_type !== "code") {
    const block = blockText(lines, metadata.cell_marker, comment);
    return [marker(metadata), ...block ?? commented(lines)];
  }
  const other = takeLanguage(lines, metadata);
  if (other) return [marker(other.metadata), ...commented(other.lines)];
  return [
    marker(metadata),
    ...isActive(metadata, comment)
      ? hidden(comment === "#" ? commentMagics(lines) : lines)
      : commented(lines),
  ];
}

function parseCell(
  start: string,
  lines: string[],
  comment: string,
  index: number,
  isJupytexts: boolean,
): Cell {
  const { cell_type, metadata } = parseMarker(start);
  const shown = lines.map((line) => showMarker(line, comment));
  const plain = () => shown.map((line) => uncommented(line, comment));
  const cell = (source: string[], metadata: Dict, type = cell_type): Cell => {
    const text = source.join("\n");
    const cell = {
      id: cellId(index, text),
      cell_type: type,
      source: text,
      metadata,
    };
    return type === "code"
      ? { ...cell, execution_count: null, outputs: [] } as CodeCell
      : cell;
  };
  const block = parseBlock(lines, comment);
  if (cell_type !== "code") {
    return block
      ? cell(block.lines, { ...metadata, cell_marker: block.cell_marker })
      : cell(plain(), metadata);
  }
  const isComment = lines.every((line) => line.startsWith(comment));
  if (typeof metadata.language === "string" && (block || isComment)) {
    const other = putLanguage(block?.lines ?? plain(), metadata);
    return cell(other.lines, other.metadata);
  }
  if (!isActive(metadata, comment) && isComment) return cell(plain(), metadata);
  return cell(
    comment === "#" ? uncommentMagics(shown, isJupytexts) : shown,
    metadata,
  );
}

/** Whether a cell's code is code in the script, or a comment, as jupytext has it. */
function isActive(metadata: Dict, comment: string): boolean {
  const { active, run_control } = metadata;
  if (isDict(run_control) && run_control.frozen === true) return false;
  const tag = tagsOf({ metadata } as Cell)
    .find((tag) => tag.startsWith("active-"));
  const places = tag?.split("-").slice(1) ??
    (typeof active === "string" ? active.split(/[.,]/) : undefined);
  return places === undefined ||
    places.some((place) => ENDINGS[comment].includes(place));
}
