/**
 * The parse of a cell that is still being written.
 *
 * @module
 */

import { type ParsedCell, readings } from "./parse_cell.ts";

/**
 * The reading with the fewest errors: of JSX that is not closed yet, the
 * reading as TypeScript has more than the one as JSX.
 */
export function parseAtCursor(source: string): ParsedCell {
  let best: ParsedCell | undefined;
  for (const reading of readings(source)) {
    if (reading.errors.length === 0) return reading;
    if (!best || reading.errors.length < best.errors.length) best = reading;
  }
  return best!;
}
