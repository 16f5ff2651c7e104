/**
 * The parse of a cell that is still being written.
 *
 * @module
 */

import ts from "../../system/typescript.js";
import { type ParsedCell, readings } from "./parse_cell.ts";

/** A tag where an expression may begin. */
const TAG = /(?:^|[=(,?:&|{}[\];>]|\breturn)\s*<[A-Za-z>]/;

/**
 * The reading with the fewest errors. Of two that have as many it is the one
 * as JSX, where something looks like a tag that is not closed yet.
 */
export function parseAtCursor(source: string): ParsedCell {
  let best: ParsedCell | undefined;
  for (const reading of readings(source)) {
    const { length } = reading.errors;
    if (length === 0) return reading;
    const isTag = reading.file.languageVariant === ts.LanguageVariant.JSX &&
      TAG.test(source);
    const most = best === undefined ? Infinity : best.errors.length;
    if (length < most || length === most && isTag) best = reading;
  }
  return best!;
}
