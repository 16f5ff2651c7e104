/**
 * Where a place of a cell's script is shown in the cell.
 *
 * @module
 */

import { type Place, placeIn } from "../bridge/place.ts";

/**
 * The place in the cell; all are 1-based. What the compiler put around an
 * expression begins where the expression does: `runtime.ended((` before the
 * cell's last one.
 *
 * @returns Undefined for other code of the compiler's.
 */
export function shownPlace(
  places: Place[],
  line: number,
  column: number,
): { line: number; column: number } | undefined {
  const found = placeIn(places, line, column);
  if (found) return found;
  const at = places.findIndex(([atLine, atColumn]) =>
    atLine === line && atColumn === column
  );
  const next = places[at + 1];
  const isBefore = at > 0 && next !== undefined && next[0] === line &&
    next[2] > 0;
  return isBefore ? { line: next[2], column: next[3] } : undefined;
}

/** The first column of a script's line that is of this line of the cell. */
export function firstColumn(
  places: Place[],
  line: number,
  sourceLine: number,
): number {
  if (placeIn(places, line, 1)?.line === sourceLine) return 1;
  const first = places.find(([atLine, , atSourceLine]) =>
    atLine === line && atSourceLine === sourceLine
  );
  return first?.[1] ?? Infinity;
}
