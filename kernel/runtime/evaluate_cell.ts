/**
 * One cell, from its source to its outcome, in a runtime that is there.
 *
 * @module
 */

import { functionsScript } from "../bridge/cell_scripts.ts";
import type { Failure } from "../bridge/failure.ts";
import type * as Compiler from "../cell/mod.ts";
import type { EvaluateResult, ExceptionDetails } from "../cdp/domains.ts";
import { CdpError, TOO_LONG } from "../cdp/errors.ts";
import type { CellPlace, CellSources } from "./cell_sources.ts";
import type { DenoRuntime } from "./deno_runtime.ts";
import { type Failed, failed } from "./failed.ts";
import type { Cell, Outcome } from "./interpreter.ts";
import type { Run } from "./stop/runs.ts";
import { settleNames } from "./settle_names.ts";
import { placed, traceback } from "./traceback.ts";
import type { Watcher } from "./watcher.ts";

export interface EvaluationParts {
  compiler: typeof Compiler;
  sources: CellSources;
  run: Run;
  runtime: DenoRuntime;
  watcher: Watcher | undefined;
}

/** Compiles a cell, runs it and formats what it gives or throws. */
export async function evaluateCell(
  cell: Cell,
  parts: EvaluationParts,
): Promise<Outcome> {
  const { id, code, execution_count, sink } = cell;
  const { compiler, sources, run, runtime, watcher } = parts;
  runtime.output.register(id, sink);
  await settleNames(runtime);
  const compiled = compile(cell, compiler, runtime);
  if ("status" in compiled) return compiled;
  if (run.stopping) return stopped(run);
  const cellName = sources.add(execution_count, code);
  if (watcher) {
    await watcher.compiled(cellName, code, compiled, runtime);
    if (run.stopping) return stopped(run);
  }
  let given: EvaluateResult | undefined;
  const start = async (script: "prelude" | "body", name: string) => {
    const { [script]: code, places, position } = compiled;
    let reply;
    try {
      reply = await runtime.run(code, name, id, places(script));
    } catch (error) {
      if (!(error instanceof CdpError && error.code === TOO_LONG)) throw error;
      if (run.stopping) return stopped(run);
      await runtime.finish(id);
      // DevTools sends what is thrown whole, unless it is an object.
      return failed("Uncaught", "what was thrown is too long to be shown");
    }
    const { exceptionDetails: details } = reply;
    if (!details) {
      given = reply;
      return undefined;
    }
    if (run.stopping) return stopped(run);
    const { lineNumber, columnNumber, stackTrace } = details;
    const at = position(script, lineNumber, columnNumber);
    const frame = stackTrace?.callFrames.find(({ url }) => url === name);
    const own = frame && position(script, frame.lineNumber, frame.columnNumber);
    return thrown(cell, details, {
      cell: cellName,
      blamed: at && sources.place(cellName, at),
      frame: own && `    at ${cellName}:${own.line}:${own.column}`,
    }, parts);
  };
  const early = compiled.prelude &&
    await start("prelude", functionsScript(cellName));
  if (early) return early;
  // Before it runs: completion and later cells know what it declares, also
  // when it ends by an error.
  if (compiled.accepted) runtime.declare(compiled, code);
  const late = await start("body", cellName);
  if (late?.status === "error" && !compiled.accepted) late.isRefused = true;
  if (late) return late;
  if (run.stopping) {
    runtime.leave(id, given);
    return stopped(run);
  }
  runtime.scope.settle([]);
  const { data, failure } = await runtime.finish(id, given);
  return failure ? failedBy(failure, sources) : { status: "ok", data };
}

/**
 * The end of a cell whose code has ended while Stop is under way: nothing of it,
 * as the getters of its error, may run behind Stop's back.
 */
function stopped(run: Run): Promise<Outcome> {
  run.quiet.resolve();
  return run.stopped.promise;
}

function compile(
  { code, id, execution_count }: Cell,
  { compileCell, CellSyntaxError }: typeof Compiler,
  { child, scope, compilerOptions }: DenoRuntime,
): Compiler.CompiledCell | Outcome {
  try {
    const runtime = child.name;
    return compileCell(code, { cell: id, runtime, scope, compilerOptions });
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    const { line, column, length, message } = error;
    const text = code.split(/\r\n?|\n/)[line - 1] ?? "";
    const place = { execution_count, line, column, text };
    return {
      status: "error",
      error: placed("SyntaxError", message, place, length),
      isRefused: true,
    };
  }
}

/**
 * @param found The place that V8 blames: a SyntaxError has no other. And the
 *   cell's frame in V8's own stack, since the error's stack may be empty: a cell
 *   may set `Error.stackTraceLimit` or replace `Error.prepareStackTrace`.
 */
async function thrown(
  { id }: Cell,
  { exception }: ExceptionDetails,
  found: { cell: string; blamed?: CellPlace; frame?: string },
  { runtime, sources }: EvaluationParts,
): Promise<Outcome> {
  const failure = await runtime.describe(exception!);
  await runtime.finish(id);
  const { ename, evalue, frames } = failure;
  // A SyntaxError of the cell itself has no frame in it: it never ran.
  const isStray = frames.every((frame) => !frame.includes("In["));
  if (ename === "SyntaxError" && isStray && found.blamed) {
    return { status: "error", error: placed(ename, evalue, found.blamed, 1) };
  }
  if (isStray && found.frame) failure.frames = [...frames, found.frame];
  const line = failure.frames.map((frame) => lineIn(found.cell, frame))
    .findLast((line) => line !== undefined);
  return { ...failedBy(failure, sources), line };
}

/** The line of a frame, if it is the cell's own code and no function's. */
function lineIn(cell: string, frame: string): number | undefined {
  const [, own, line] = /^\s+at (?:async )?(\S+?):(\d+):\d+$/.exec(frame) ?? [];
  return own === cell ? Number(line) : undefined;
}

function failedBy(failure: Failure, sources: CellSources): Failed {
  return { status: "error", error: traceback(failure, sources) };
}
