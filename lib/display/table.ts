/**
 * A small table that reads well in a terminal and in a notebook.
 *
 * It formats and escapes; the caller decides what stands in it.
 *
 * @module
 */

import { requireKnown } from "../options/known_value.ts";
import { escapeHtml } from "./escape_html.ts";
import {
  DISPLAY,
  type Displayable,
  INSPECT,
  type MimeBundle,
} from "./mime_bundle.ts";

/** What a cell may hold; `null` is an empty cell. */
export type TableCell = string | number | boolean | null;

/**
 * A number as people read it: thousands separated, numbers that are not whole
 * with four significant digits (without decimals from 1,000 up), in exponent
 * form below 1e-4 and from 1e6 up.
 *
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 *
 * strictEqual(formatNumber(64128), "64,128");
 * strictEqual(formatNumber(0.123456), "0.1235");
 * ```
 */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) return separated(value);
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(3);
  const short = Number(value.toPrecision(4));
  return Math.abs(short) < 1000 ? String(short) : separated(Math.round(value));
}

function separated(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ",");
}

function formatCell(cell: TableCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return formatNumber(cell);
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return cell.replace(/\s+/g, " ");
}

/** Most rows shown; the rest is counted, and `page()` shows it. */
const MAX_ROWS = 400;

/**
 * Letters of a heading that stays on one line, such as "phase 1". A longer one
 * takes two where the table would be wider than the page, and be cut on paper.
 */
const WHOLE_HEADING = 12;

/** Rows one page has unless told otherwise. */
const PAGE_ROWS = 50;

function compare(a: TableCell, b: TableCell): number {
  if (typeof a === "string" && typeof b === "string") {
    return a < b ? -1 : a > b ? 1 : 0;
  }
  // Words among numbers, and NaN, come last, since they have no place in the
  // order of numbers.
  const [x, y] = [Number(a), Number(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) {
    return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  }
  return x - y;
}

/** Rows under named columns; columns that hold only numbers align right. */
export class Table implements Displayable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
  readonly caption: string;
  readonly #isNumeric: boolean[];

  /**
   * @param columns Names, shown as the heading.
   * @param rows One array of cells per row, as long as `columns`.
   * @param caption A line shown above; none if empty.
   * @throws {TypeError} If they are no arrays.
   * @throws {RangeError} If a row has more or fewer cells than there are columns.
   */
  constructor(
    columns: readonly string[],
    rows: readonly (readonly TableCell[])[],
    caption = "",
  ) {
    for (const [name, list] of Object.entries({ columns, rows })) {
      if (!Array.isArray(list)) {
        throw new TypeError(`${name} of Table must be an array`);
      }
    }
    for (const [index, row] of rows.entries()) {
      if (!Array.isArray(row)) {
        throw new TypeError(`Row ${index} must be an array of cells`);
      }
      if (row.length !== columns.length) {
        throw new RangeError(
          `Row ${index} has ${row.length} cells for ${columns.length} columns`,
        );
      }
    }
    this.columns = columns;
    this.rows = rows;
    this.caption = caption;
    this.#isNumeric = columns.map((_, column) => {
      const cells = rows.map((row) => row[column]).filter((cell) =>
        cell !== null
      );
      return cells.length > 0 &&
        cells.every((cell) => typeof cell === "number");
    });
  }

  /**
   * The same rows in the order of a column; empty cells come last.
   *
   * @param column Its name.
   * @throws {RangeError} If there is no such column.
   */
  sortBy(
    column: string,
    order: "ascending" | "descending" = "ascending",
  ): Table {
    requireKnown("column", column, this.columns);
    requireKnown("order", order, ["ascending", "descending"]);
    const at = this.columns.indexOf(column);
    const sign = order === "descending" ? -1 : 1;
    const rows = this.rows.toSorted((a, b) => {
      if (a[at] === null || b[at] === null) {
        return Number(a[at] === null) - Number(b[at] === null);
      }
      return sign * compare(a[at], b[at]);
    });
    return new Table(this.columns, rows, this.caption);
  }

  /**
   * The rows with a text in one of their cells as they are shown; case does not
   * count.
   */
  containing(text: string): Table {
    const sought = text.trim().toLowerCase();
    const rows = this.rows.filter((row) =>
      row.some((cell) => formatCell(cell).toLowerCase().includes(sought))
    );
    return new Table(this.columns, rows, this.caption);
  }

  /**
   * Some of the rows, such as the ones that are too many to be shown at once.
   *
   * @param number From 1.
   * @param size Rows per page; 50.
   * @throws {RangeError} If there is no such page.
   */
  page(number: number, size: number = PAGE_ROWS): Table {
    if (!(Number.isInteger(size) && size > 0)) {
      throw new RangeError(`A page has at least one row, got ${size}`);
    }
    const pages = Math.max(1, Math.ceil(this.rows.length / size));
    if (!(Number.isInteger(number) && number >= 1 && number <= pages)) {
      throw new RangeError(`There are pages 1 to ${pages}, got ${number}`);
    }
    const start = (number - 1) * size;
    const rows = this.rows.slice(start, start + size);
    const [first, last, all] = [
      start + 1,
      start + rows.length,
      this.rows.length,
    ].map(formatNumber);
    const place = rows.length > 0
      ? `rows ${first} to ${last} of ${all}`
      : "no rows";
    return new Table(
      this.columns,
      rows,
      [this.caption, place].filter(Boolean).join(", "),
    );
  }

  /** What is said of the rows that are not shown. */
  get #rest(): string {
    const rest = this.rows.length - MAX_ROWS;
    return rest > 0
      ? `${
        formatNumber(rest)
      } more rows; page(NUMBER) shows them, sortBy(COLUMN) sorts, browse(TABLE) does both by hand`
      : "";
  }

  /** Lines of text without colour, the last one not ended. */
  toText(): string {
    const rows = this.rows.slice(0, MAX_ROWS).map((row) => row.map(formatCell));
    const widths = this.columns.map((name, column) =>
      Math.max(name.length, ...rows.map((row) => row[column].length))
    );
    const line = (cells: readonly string[]) =>
      cells.map((cell, column) =>
        this.#isNumeric[column]
          ? cell.padStart(widths[column])
          : cell.padEnd(widths[column])
      ).join("  ").trimEnd();
    return [
      ...(this.caption ? [this.caption] : []),
      line(this.columns),
      widths.map((width) => "-".repeat(width)).join("  "),
      ...rows.map(line),
      ...(this.#rest ? [this.#rest] : []),
    ].join("\n");
  }

  /** One `<table>`; it sets no colour, so it follows the page's theme. */
  toHtml(): string {
    const row = (tag: string, cells: readonly string[]) =>
      `<tr>${
        cells.map((cell, column) => {
          const side = this.#isNumeric[column] ? "right" : "left";
          const isWhole = tag === "th" && cell.length <= WHOLE_HEADING;
          const wrap = isWhole ? ";white-space:nowrap" : "";
          return `<${tag} style="text-align:${side}${wrap}">${
            escapeHtml(cell)
          }</${tag}>`;
        }).join("")
      }</tr>`;
    // As wide as its table a short caption would take many lines.
    const caption = this.caption
      ? `<caption style="caption-side:top;text-align:left;min-width:24em">${
        escapeHtml(this.caption)
      }</caption>`
      : "";
    const body = this.rows.slice(0, MAX_ROWS).map((cells) =>
      row("td", cells.map(formatCell))
    );
    return `<table>${caption}<thead>${row("th", this.columns)}</thead>` +
      `<tbody>${body.join("")}</tbody></table>` +
      (this.#rest && `<p>${escapeHtml(this.#rest)}</p>`);
  }

  [DISPLAY](): MimeBundle {
    return { "text/html": this.toHtml(), "text/plain": this.toText() };
  }

  [INSPECT](): string {
    return this.toText();
  }
}
