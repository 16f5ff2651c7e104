/**
 * The places where V8 can pause in the scripts of a cell or a module, by the
 * lines that they were written on.
 *
 * @module
 */

import type { Location } from "../cdp/domains.ts";
import type { CdpSession } from "../cdp/session.ts";

/** A place where V8 can pause; `line` and `column` are 1-based, in the source. */
export interface Breakable {
  script: string;
  /** Zero-based, in the script; so is the next. */
  lineNumber: number;
  columnNumber: number;
  line: number;
  column: number;
}

/**
 * The place for a breakpoint on a line: the first of the line or, where V8
 * can't pause there, of the next line where it can.
 */
export function breakableFrom(
  places: readonly Breakable[],
  line: number,
): Breakable | undefined {
  let best: Breakable | undefined;
  for (const place of places) {
    if (place.line < line) continue;
    const isBetter = !best || place.line < best.line ||
      (place.line === best.line && place.column < best.column);
    if (isBetter) best = place;
  }
  return best;
}

/** Where V8 can pause in a script that it has parsed. */
export async function breakLocations(
  session: CdpSession,
  scriptId: string,
): Promise<Location[]> {
  const { locations } = await session.post("Debugger.getPossibleBreakpoints", {
    start: { scriptId, lineNumber: 0, columnNumber: 0 },
  });
  return locations;
}
