/**
 * A small table that reads well in a terminal and in a notebook.
 *
 * It formats and escapes; what stands in it is the caller's business.
 *
 * @module
 */

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
 * A number as people read it: whole numbers with thousands separated, others
 * with four significant digits, in exponent form below 1e-4 and from 1e6 up.
 *
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 *
 * strictEqual(formatNumber(64128), "64,128");
 * strictEqual(formatNumber(0.123456), "0.1235");
 * ```
 */
export function formatNumber(value: number): string {
  if (Number.isInteger(value)) {
    return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
  }
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(3);
  return String(Number(value.toPrecision(4)));
}

function formatCell(cell: TableCell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return formatNumber(cell);
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return cell.replace(/\s+/g, " ");
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
   * @throws {RangeError} If a row has more or fewer cells than there are columns.
   */
  constructor(
    columns: readonly string[],
    rows: readonly (readonly TableCell[])[],
    caption = "",
  ) {
    for (const [index, row] of rows.entries()) {
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

  /** Lines of text without colour, the last one not ended. */
  toText(): string {
    const rows = this.rows.map((row) => row.map(formatCell));
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
    ].join("\n");
  }

  /** One `<table>`; it sets no colour, so it follows the page's theme. */
  toHtml(): string {
    const row = (tag: string, cells: readonly string[]) =>
      `<tr>${
        cells.map((cell, column) => {
          const side = this.#isNumeric[column] ? "right" : "left";
          return `<${tag} style="text-align:${side}">${
            escapeHtml(cell)
          }</${tag}>`;
        }).join("")
      }</tr>`;
    const caption = this.caption
      ? `<caption style="caption-side:top;text-align:left">${
        escapeHtml(this.caption)
      }</caption>`
      : "";
    const body = this.rows.map((cells) => row("td", cells.map(formatCell)));
    return `<table>${caption}<thead>${row("th", this.columns)}</thead>` +
      `<tbody>${body.join("")}</tbody></table>`;
  }

  [DISPLAY](): MimeBundle {
    return { "text/html": this.toHtml(), "text/plain": this.toText() };
  }

  [INSPECT](): string {
    return this.toText();
  }
}
