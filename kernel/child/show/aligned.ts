/**
 * Rows of texts under each other.
 *
 * @module
 */

import { Math } from "../language/natives.ts";

/** @param rows The first has all columns; others may lack the last ones. */
export function aligned(rows: string[][]): string {
  const [first] = rows;
  const widths = first.map((_, column) =>
    rows.reduce((most, row) => Math.max(most, (row[column] ?? "").length), 0)
  );
  return rows.map((row) =>
    first.map((_, column) => (row[column] ?? "").padEnd(widths[column]))
      .join("  ").trimEnd()
  ).join("\n");
}
