/**
 * From places in what V8 runs to places in what the user wrote.
 *
 * @module
 */

import { basename } from "node:path";
import { cellOfScript } from "../bridge/cell_scripts.ts";
import type { Place } from "../bridge/place.ts";
import type { Location } from "../cdp/domains.ts";
import type { DenoChild } from "../runtime/process/deno_child.ts";
import type { DebuggedCells } from "./debugged_cells.ts";
import { shownPlace } from "./shown_place.ts";
import { isModule, isPackage, pathOfModule, type Scripts } from "./scripts.ts";

/** A place that can be shown; line and column are 1-based. */
export interface SourcePlace {
  path: string;
  /** Shown to people: `In[3]`, `model.ts`. */
  name: string;
  line: number;
  column: number;
  isPackage: boolean;
  /** Whether code of the compiler's own is there: then it is the place before. */
  isHidden: boolean;
}

export class Locations {
  readonly #child: DenoChild;
  readonly #scripts: Scripts;
  readonly #cells: DebuggedCells;
  readonly #places = new Map<string, Place[]>();

  constructor(child: DenoChild, scripts: Scripts, cells: DebuggedCells) {
    this.#child = child;
    this.#scripts = scripts;
    this.#cells = cells;
  }

  /** Where that was written; undefined in the kernel's own code and Deno's. */
  async at(
    { scriptId, lineNumber, columnNumber = 0 }: Location,
  ): Promise<SourcePlace | undefined> {
    const script = this.#scripts.get(scriptId);
    if (!script) return undefined;
    const { url, source, endLine } = script;
    if (isModule(url)) {
      const path = pathOfModule(url);
      const found = source?.original(lineNumber, columnNumber);
      return {
        path,
        name: basename(path),
        line: (found?.line ?? lineNumber) + 1,
        column: (found?.column ?? columnNumber) + 1,
        isPackage: isPackage(url),
        isHidden: false,
      };
    }
    const path = this.#cells.pathOfScript(url);
    if (path === undefined) return undefined;
    const places = await this.placesOf(url);
    // The script's last line holds only its name, where V8 pauses before it
    // returns.
    const place = lineNumber >= endLine
      ? undefined
      : shownPlace(places, lineNumber + 1, columnNumber + 1);
    const { line, column } = place ??
      before(places, lineNumber + 1, columnNumber + 1);
    return {
      path,
      name: cellOfScript(url),
      line,
      column,
      isPackage: false,
      isHidden: place === undefined,
    };
  }

  /** Where the parts of a cell's script are in the cell. */
  async placesOf(script: string): Promise<Place[]> {
    const known = this.#places.get(script);
    if (known) return known;
    const places = await this.#child.call("placesOf", script);
    // One that has not run yet is asked for again.
    if (places.length > 0) this.#places.set(script, places);
    return places;
  }
}

/** The last place of the cell before one of the compiler's own. */
function before(
  places: Place[],
  line: number,
  column: number,
): { line: number; column: number } {
  const found = places.findLast(([atLine, atColumn, sourceLine]) =>
    sourceLine > 0 &&
    (atLine < line || (atLine === line && atColumn <= column))
  );
  return found ? { line: found[2], column: found[3] } : { line: 1, column: 1 };
}
