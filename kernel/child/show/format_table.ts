/**
 * Rows of values as an HTML table: arrays of plain records, model summaries.
 *
 * @module
 */

import { Array, Boolean, Object, Set, String } from "../language/natives.ts";

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Most rows and columns shown; the rest is counted. */
const ROWS = 60;
const COLUMNS = 30;

const text = String;
const own = Object.keys;
const describe = Object.getOwnPropertyDescriptor;
const prototypeOf = Object.getPrototypeOf;
const plain = Object.prototype;

function escape(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * An HTML table; every cell is escaped. `more` stands under it. JupyterLab puts
 * all cells to the right, unless `sides` says otherwise.
 */
export function htmlTable(
  columns: string[],
  rows: string[][],
  more = "",
  sides: ("left" | undefined)[] = [],
): string {
  const style = (column: number) =>
    sides[column] ? ` style="text-align:${sides[column]}"` : "";
  const cells = (tag: string, values: string[]) =>
    `<tr>${
      values.map((value, column) =>
        `<${tag}${style(column)}>${escape(value)}</${tag}>`
      ).join("")
    }</tr>`;
  return `<table><thead>${cells("th", columns)}</thead><tbody>${
    rows.map((row) => cells("td", row)).join("")
  }</tbody></table>${more && `<p>${escape(more)}</p>`}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== "object") return false;
  const prototype = prototypeOf(value);
  return prototype === plain || prototype === null;
}

/** The table of an array of plain records; undefined for anything else. */
export function recordTable(
  value: unknown,
  show: (value: unknown) => string,
): string | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const shown = value.slice(0, ROWS);
  if (!shown.every(isRecord)) return undefined;
  const names = [...new Set(shown.flatMap((record) => own(record)))];
  if (names.length === 0) return undefined;
  const columns = names.slice(0, COLUMNS);
  const rows = shown.map((record, index) => [
    text(index),
    ...columns.map((name) => {
      const found = describe(record, name);
      if (found?.get) return "[Getter]";
      const cell = found?.value;
      if (cell === undefined) return "";
      return typeof cell === "string" ? cell : show(cell);
    }),
  ]);
  const left = [
    value.length > ROWS ? `${value.length - ROWS} more rows` : "",
    names.length > COLUMNS ? `${names.length - COLUMNS} more columns` : "",
  ].filter(Boolean).join(", ");
  return htmlTable(["", ...columns], rows, left);
}
