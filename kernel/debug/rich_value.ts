/**
 * A value's own look, as a cell would show it.
 *
 * @module
 */

import type { DenoRuntime } from "../runtime/deno_runtime.ts";
import { valueOf } from "../runtime/process/deno_child.ts";
import { evaluate } from "./evaluation.ts";
import type { Frame } from "./frame.ts";

/**
 * The MIME bundle of what an expression gives.
 *
 * @throws {DebugError} If there is no such value.
 */
export async function richValue(
  runtime: DenoRuntime,
  expression: string,
  frame: Frame | undefined,
): Promise<Record<string, unknown>> {
  const value = await evaluate(runtime, expression, { frame });
  const method = runtime.child.debugger.isPaused ? "bundleNow" : "bundle";
  return JSON.parse(String(valueOf(await runtime.callWith(method, value))));
}
