/**
 * The interpreter tells a watcher, such as the debugger, of runtimes and cells
 * before anything runs in them.
 *
 * @module
 */

import type { CompiledCell } from "../cell/mod.ts";
import type { DenoRuntime } from "./deno_runtime.ts";

export interface Watcher {
  /** A runtime is there, and nothing of a cell has run in it. */
  started(runtime: DenoRuntime): Promise<void>;
  /**
   * The two scripts of a cell are about to run.
   *
   * @param name What the cell is called in stacks.
   */
  compiled(
    name: string,
    code: string,
    cell: CompiledCell,
    runtime: DenoRuntime,
  ): Promise<void>;
}
