/**
 * The places where V8 can pause in a cell that has not run yet.
 *
 * @module
 */

import { functionsScript } from "../bridge/cell_scripts.ts";
import type { CompiledCell } from "../cell/mod.ts";
import type { DenoChild } from "../runtime/process/deno_child.ts";
import { type Breakable, breakLocations } from "./breakable.ts";
import { firstColumn, shownPlace } from "./shown_place.ts";

/**
 * Put before a cell's body, which may await. `Runtime.compileScript` has no REPL
 * mode, so V8 accepts `await` only in a function.
 */
const WRAP = "(async()=>{";

/**
 * @param name What the cell will be called in stacks; its functions' script has
 *   a star behind it.
 */
export async function cellBreakables(
  child: DenoChild,
  name: string,
  cell: CompiledCell,
): Promise<Breakable[]> {
  const [functions, rest] = await Promise.all([
    cell.prelude ? placesIn(child, cell, "prelude", functionsScript(name)) : [],
    cell.accepted ? placesIn(child, cell, "body", name) : [],
  ]);
  return [...functions, ...rest];
}

async function placesIn(
  child: DenoChild,
  cell: CompiledCell,
  script: "prelude" | "body",
  name: string,
): Promise<Breakable[]> {
  const isBody = script === "body";
  const expression = isBody ? `${WRAP}${cell.body}\n})` : cell.prelude;
  const { session } = child;
  const compiled = await child.quietly(
    expression,
    () =>
      session.post("Runtime.compileScript", {
        expression,
        sourceURL: "",
        persistScript: true,
      }),
  );
  if (compiled.scriptId === undefined) return [];
  const found = await breakLocations(session, compiled.scriptId);
  const places = cell.places(script);
  return found.flatMap(({ lineNumber, columnNumber = 0 }) => {
    const wrapped = isBody && lineNumber === 0 ? WRAP.length : 0;
    const column = columnNumber - wrapped;
    const shown = shownPlace(places, lineNumber + 1, column + 1);
    if (!shown) return [];
    // When the cell runs as a REPL's script, V8 pauses a little earlier in some
    // statements, such as declarations. So it must look for a place from the
    // line's beginning on.
    const first = firstColumn(places, lineNumber + 1, shown.line) - 1;
    const from = Math.min(column, first);
    return { script: name, lineNumber, columnNumber: from, ...shown };
  });
}
