/**
 * What a cell is compiled to.
 *
 * @module
 */

import type { JsxOptions } from "../config/jsx_options.ts";
import type { Place } from "../bridge/place.ts";
import type { CellDeclaration } from "./parse/cell_scope.ts";
import type { Position } from "./parse/line_starts.ts";

/** A cell ready to run: `prelude`, if not empty, before `body`. */
export interface CompiledCell {
  /**
   * A synchronous script; declares functions and holds former classes. Empty
   * also where V8 would refuse the body, so that nothing runs then.
   */
  prelude: string;
  /** A script with top-level await; its completion value is the result. */
  body: string;
  /**
   * Where in the cell something emitted is from.
   *
   * @param line Zero-based, as the DevTools protocol has it; also `column`.
   * @returns Undefined for what no part of the cell led to.
   */
  position(
    script: "prelude" | "body",
    line: number,
    column: number,
  ): Position | undefined;
  /** Where parts of a script are from, for who can't ask `position`. */
  places(script: "prelude" | "body"): Place[];
  /**
   * Whether V8 takes the body; if not, nothing of the cell runs. A cell that
   * declares nothing is not checked, and counts as taken.
   */
  accepted: boolean;
  /** What the cell adds to its scope, if it is accepted. */
  declarations: readonly CellDeclaration[];
  /**
   * Modules it imports, as written. A dynamic import counts if its specifier is
   * a literal.
   */
  specifiers: readonly string[];
  /** Whether it, or a function of it, may register tests. */
  mayTest: boolean;
  /** What JSX stands for from this cell on, if it is accepted. */
  jsx: JsxOptions;
}
