/**
 * What the debugger needs of something that runs cells.
 *
 * @module
 */

import type { CellSources } from "../runtime/cell_sources.ts";
import type { DenoRuntime } from "../runtime/deno_runtime.ts";
import type { Watcher } from "../runtime/watcher.ts";

/** The part of `DenoInterpreter` that is debugged. */
export interface Debuggee {
  readonly sources: CellSources;
  runtime(): Promise<DenoRuntime>;
  watch(watcher: Watcher | undefined): void;
  interrupt(): Promise<void>;
}
