/**
 * Puts breakpoints into the scripts of one runtime: those that it has, and
 * those that are about to run.
 *
 * @module
 */

import { cellOfScript, functionsScript } from "../bridge/cell_scripts.ts";
import { partText } from "../bridge/cell_runtime.ts";
import { CdpError } from "../cdp/errors.ts";
import {
  CellSyntaxError,
  compileCell,
  type CompiledCell,
} from "../cell/mod.ts";
import type { DenoRuntime } from "../runtime/deno_runtime.ts";
import { breakCondition } from "./break_condition.ts";
import { type Breakable, breakableFrom, breakLocations } from "./breakable.ts";
import type { Breakpoint } from "./breakpoints.ts";
import { cellBreakables } from "./cell_breakables.ts";
import { DebugError } from "./debug_error.ts";
import type { DebuggedCells } from "./debugged_cells.ts";
import type { Locations } from "./locations.ts";
import type { Script, Scripts } from "./scripts.ts";

export interface SetterParts {
  runtime: DenoRuntime;
  scripts: Scripts;
  locations: Locations;
  cells: DebuggedCells;
}

export class BreakpointSetter {
  readonly #parts: SetterParts;
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: SetterParts) {
    this.#parts = parts;
  }

  /**
   * Does one after the other: two cells of the same code are two editors that
   * set the breakpoints of one path at the same time.
   */
  inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {/* The caller gets it. */});
    return result;
  }

  /** Sets what was asked for one path, and says where it can pause. */
  async set(path: string, breakpoints: Breakpoint[]): Promise<void> {
    const { cells, scripts } = this.#parts;
    const code = cells.code(path);
    if (code !== undefined) await this.#foresee(code, breakpoints);
    const loaded = code === undefined
      ? scripts.ofPath(path)
      : cells.names(path).flatMap((name) => [
        ...scripts.named(name),
        ...scripts.named(functionsScript(name)),
      ]);
    await this.#setIn(loaded, breakpoints);
    for (const one of breakpoints) {
      if (one.actual || one.message) continue;
      one.message = code === undefined && loaded.length === 0
        ? "No module of this path is loaded yet"
        : "There is no code from this line on";
    }
  }

  /** Sets them in a cell that is about to run. */
  async setInCell(
    name: string,
    cell: CompiledCell,
    breakpoints: Breakpoint[],
  ): Promise<void> {
    const places = await cellBreakables(this.#parts.runtime.child, name, cell);
    await this.#setAt(places, breakpoints);
  }

  /** Sets them in a module that was loaded just now. */
  async setInModule(script: Script, breakpoints: Breakpoint[]): Promise<void> {
    await this.#setIn([script], breakpoints);
  }

  async remove(breakpoints: Breakpoint[]): Promise<void> {
    const { session } = this.#parts.runtime.child;
    const all = breakpoints.flatMap(({ set }) => set.splice(0));
    await Promise.all(
      all.map((breakpointId) =>
        session.post("Debugger.removeBreakpoint", { breakpointId })
      ),
    );
  }

  /** Where a cell of that code would pause; it may not have run yet. */
  async #foresee(code: string, breakpoints: Breakpoint[]) {
    const { runtime: { child, scope, compilerOptions } } = this.#parts;
    try {
      const options = { cell: 0, runtime: child.name, scope, compilerOptions };
      const cell = compileCell(code, options);
      const places = await cellBreakables(child, "", cell);
      for (const one of breakpoints) {
        const place = breakableFrom(places, one.line);
        if (place) one.actual = { line: place.line, column: place.column };
      }
    } catch (error) {
      if (!(error instanceof CellSyntaxError)) throw error;
      for (const one of breakpoints) one.message = error.message;
    }
  }

  async #setIn(scripts: Script[], breakpoints: Breakpoint[]) {
    const { runtime: { child }, locations } = this.#parts;
    const bySource = Map.groupBy(scripts, ({ url }) => cellOfScript(url));
    for (const group of bySource.values()) {
      const places: Breakable[] = [];
      for (const { id, url } of group) {
        for (const found of await breakLocations(child.session, id)) {
          const place = await locations.at(found);
          if (!place || place.isHidden) continue;
          const { lineNumber, columnNumber = 0 } = found;
          const { line, column } = place;
          places.push({ script: url, lineNumber, columnNumber, line, column });
        }
      }
      await this.#setAt(places, breakpoints);
    }
  }

  async #setAt(places: Breakable[], breakpoints: Breakpoint[]) {
    const { child } = this.#parts.runtime;
    for (const one of breakpoints) {
      const place = breakableFrom(places, one.line);
      if (!place) continue;
      const { script: url, lineNumber, columnNumber, line, column } = place;
      one.actual = { line, column };
      one.message = undefined;
      const counter = `${partText(child.name, "held")}["hits ${one.id}"]`;
      try {
        const condition = breakCondition(one, counter);
        const { breakpointId } = await child.session.post(
          "Debugger.setBreakpointByUrl",
          { url, lineNumber, columnNumber, condition },
        );
        one.set.push(breakpointId);
      } catch (error) {
        // V8 refuses a second breakpoint at one place.
        if (error instanceof CdpError) continue;
        if (!(error instanceof DebugError)) throw error;
        one.actual = undefined;
        one.message = error.message;
      }
    }
  }
}
