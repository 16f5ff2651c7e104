/**
 * Where frames in the scripts of cells are in the cells as they were written,
 * so that `error.stack` that a cell prints tells that too.
 *
 * @module
 */

import { type Place, placeIn } from "../../bridge/place.ts";
import { Object } from "../language/natives.ts";

const scripts: Record<string, Place[]> = Object.create(null);

/** Called by the kernel before a script runs. */
export function notePlaces(script: string, places: Place[]) {
  scripts[script] = places;
}

/**
 * A frame's place; line and column are 1-based.
 *
 * @returns `"hidden"` for the compiler's own code, undefined for what is no
 *   cell.
 */
export function cellPlace(
  script: string,
  line: number,
  column: number,
): { line: number; column: number } | "hidden" | undefined {
  const places = scripts[script];
  if (!places) return undefined;
  return placeIn(places, line, column) ?? "hidden";
}

/** All that the kernel said of a script. */
export function placesOf(script: string): Place[] {
  return scripts[script] ?? [];
}
