/**
 * One cell, from its source to its outcome, in a runtime that is there.
 *
 * @module
 */

import type * as Compiler from "../cell/mod.ts";
import type { ExceptionDetails } from "../cdp/domains.ts";
import type { CellSources } from "./cell_sources.ts";
import type { DenoRuntime } from "./deno_runtime.ts";
import type { Cell, Outcome } from "./interpreter.ts";
import type { Run } from "./runs.ts";
import { type Failure, placed, traceback } from "./traceback.ts";

export interface EvaluationParts {
  compiler: typeof Compiler;
  sources: CellSources;
  run: Run;
  runtime: DenoRuntime;
}

/** Compiles a cell, runs it and formats what it gives or throws. */
export async function evaluateCell(
  cell: Cell,
  parts: EvaluationParts,
): Promise<Outcome> {
  const { id, code, execution_count, sink } = cell;
  const { compiler, sources, run, runtime } = parts;
  runtime.output.register(id, sink);
  const compiled = compile(cell, compiler, runtime);
  if ("status" in compiled) return compiled;
  if (run.stopping) return run.stopped.promise;
  const names = sources.add(execution_count, code, compiled);
  if (compiled.prelude) {
    const reply = await runtime.run(compiled.prelude, names.prelude, id);
    if (reply.exceptionDetails) {
      return thrown(id, names.prelude, reply.exceptionDetails, parts);
    }
  }
  // Before it runs: completion and later cells know what it declares, also
  // when it ends by an error.
  if (compiled.accepted) runtime.declare(compiled, code);
  const reply = await runtime.run(compiled.body, names.body, id);
  if (reply.exceptionDetails) {
    return thrown(id, names.body, reply.exceptionDetails, parts);
  }
  const { data, failure } = await runtime.finish(id);
  return failure ? failedBy(failure, sources) : { status: "ok", data };
}

function compile(
  { code, id, execution_count }: Cell,
  { compileCell, CellSyntaxError }: typeof Compiler,
  { child, scope, jsx }: DenoRuntime,
): Compiler.CompiledCell | Outcome {
  try {
    return compileCell(code, { cell: id, runtime: child.name, scope, jsx });
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    const { line, column, length, message } = error;
    const text = code.split(/\r\n?|\n/)[line - 1] ?? "";
    const place = { execution_count, line, column, text };
    return {
      status: "error",
      error: placed("SyntaxError", message, place, length),
    };
  }
}

async function thrown(
  id: number,
  script: string,
  { exception, lineNumber, columnNumber }: ExceptionDetails,
  { runtime, sources }: EvaluationParts,
): Promise<Outcome> {
  const failure = await runtime.describe(exception!);
  await runtime.finish(id);
  // What only V8 finds wrong with the syntax has a place; its stack, if any,
  // is that of what ran when the cell came.
  const isStray = failure.frames.every((frame) => !frame.includes(script));
  const place = failure.ename === "SyntaxError" && isStray
    ? sources.place(script, lineNumber + 1, columnNumber + 1)
    : undefined;
  if (!place || place === "hidden") return failedBy(failure, sources);
  const { ename, evalue } = failure;
  return { status: "error", error: placed(ename, evalue, place, 1) };
}

function failedBy(failure: Failure, sources: CellSources): Outcome {
  return { status: "error", error: traceback(failure, sources) };
}
