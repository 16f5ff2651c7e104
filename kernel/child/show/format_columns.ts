/**
 * Tables of Apache Arrow, Arquero and danfo.js, told by their shape: the first
 * rows, where `Deno.inspect` would show how they are stored.
 *
 * @module
 */

import { aligned } from "./aligned.ts";
import { htmlTable } from "./format_table.ts";
import { Array, Date, Math, Number, String } from "../language/natives.ts";

/** Most rows and columns shown; how many there are stands below. */
const ROWS = 10;
const COLUMNS = 30;

/** Arrow's numbers of the types whose values are milliseconds. */
const ARROW_TIMES = [8, 10];

// deno-lint-ignore no-explicit-any -- duck-typed
type Anything = any;

interface Table {
  names: string[];
  rows: number;
  at(row: number, column: number): unknown;
  /** What stands before each row, where rows have names. */
  labels?: unknown[];
}

/**
 * HTML and text of a table; undefined for what is none of them.
 *
 * @param show A value within the table as text.
 */
export function columnsBundle(
  value: unknown,
  show: (value: unknown) => string,
): { "text/plain": string; "text/html": string } | undefined {
  let table;
  try {
    table = arrow(value) ?? arquero(value) ?? danfo(value);
    return table && bundleOf(table, show);
  } catch {
    // It only looked like one.
    return undefined;
  }
}

function bundleOf(table: Table, show: (value: unknown) => string) {
  const { labels } = table;
  const shown = table.names.slice(0, COLUMNS);
  const rows = Array.from(
    { length: Math.min(table.rows, ROWS) },
    (_, row) => [
      ...labels ? [textOf(labels[row], show)] : [],
      ...shown.map((_, column) => textOf(table.at(row, column), show)),
    ],
  );
  const names = [...labels ? [""] : [], ...shown];
  const size = `${counted(table.rows, "row")}, ${
    counted(table.names.length, "column")
  }`;
  return {
    "text/html": htmlTable(names, rows, size),
    "text/plain": `${aligned([names, ...rows])}\n${size}`,
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function textOf(value: unknown, show: (value: unknown) => string): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  }
  return typeof value === "object" ? show(value) : String(value);
}

/** @see https://arrow.apache.org/docs/js/classes/Table.html */
function arrow(value: Anything): Table | undefined {
  const fields: Anything[] | undefined = value.schema?.fields;
  if (!Array.isArray(fields) || typeof value.getChildAt !== "function") return;
  if (typeof value.numRows !== "number") return;
  const columns = fields.map((_, column) => value.getChildAt(column));
  return {
    names: fields.map(({ name }) => String(name)),
    rows: value.numRows,
    at(row, column) {
      const found = columns[column].get(row);
      const isTime = ARROW_TIMES.includes(fields[column].type.typeId);
      if (isTime && typeof found === "number") return new Date(found);
      // Its lists and structs are views; their own text is JSON.
      return found !== null && typeof found === "object" &&
          typeof found.toJSON === "function" && !(found instanceof Date)
        ? String(found)
        : found;
    },
  };
}

/** @see https://idl.uw.edu/arquero/api/table */
function arquero(value: Anything): Table | undefined {
  if (typeof value.columnNames !== "function") return;
  if (typeof value.numRows !== "function" || typeof value.get !== "function") {
    return;
  }
  const names: string[] = value.columnNames();
  return {
    names,
    rows: value.numRows(),
    at: (row, column) => value.get(names[column], row),
  };
}

/** Data frames and series. @see https://danfo.jsdata.org/api-reference */
function danfo(value: Anything): Table | undefined {
  const { $columns: names, $index: labels, values } = value;
  if (!Array.isArray(names) || !Array.isArray(labels)) return;
  if (!Array.isArray(values)) return;
  return {
    names,
    rows: labels.length,
    labels,
    at: (row, column) => value.$isSeries ? values[row] : values[row][column],
  };
}
