/**
 * Data frames, told by their shape as `deno jupyter` does: those of
 * nodejs-polars, and what else has `schema`, `head` and `toRecords`.
 *
 * @see https://specs.frictionlessdata.io/tabular-data-resource/
 * @module
 */

import { htmlTable } from "./format_table.ts";
import { Date, Number, Object, String } from "../language/natives.ts";

type Record = { [column: string]: unknown };

export interface DataFrame {
  /** Columns, and what type each is of. */
  schema: { [column: string]: unknown };
  head(rows: number): DataFrame;
  toRecords(): Record[];
}

/** Rows in the data and in the table. */
const DATA_ROWS = 50;
const TABLE_ROWS = 10;

/** JSON's types for those of polars; all others are strings. */
const TYPES: { [name: string]: string } = {
  Null: "null",
  Bool: "boolean",
  Int8: "integer",
  Int16: "integer",
  Int32: "integer",
  Int64: "integer",
  UInt8: "integer",
  UInt16: "integer",
  UInt32: "integer",
  UInt64: "integer",
  Float32: "number",
  Float64: "number",
  List: "array",
  Struct: "object",
};

/** A type of polars tells its name by `toJSON` only; nested ones as a key. */
function typeName(type: unknown): string {
  const { toJSON } = (type ?? {}) as { toJSON?: unknown };
  const json = typeof toJSON === "function" ? toJSON.call(type) : type;
  const named = json?.DataType ?? json;
  return named !== null && typeof named === "object"
    ? Object.keys(named)[0]
    : String(named);
}

function textOf(value: unknown): string {
  const isDate = value instanceof Date && !Number.isNaN(value.getTime());
  return isDate ? value.toISOString() : String(value);
}

/** The bundle of what `isDataFrame` found to be one. */
export function dataFrameBundle(frame: DataFrame) {
  const fields = Object.entries(frame.schema).map(([name, type]) => ({
    name,
    type: TYPES[typeName(type)] ?? "string",
  }));
  const names = fields.map(({ name }) => name);
  const rows = frame.head(TABLE_ROWS).toRecords()
    .map((record) => names.map((name) => textOf(record[name])));
  const data = frame.head(DATA_ROWS).toRecords();
  return {
    "application/vnd.dataresource+json": { data, schema: { fields } },
    "text/html": htmlTable(names, rows),
  };
}
