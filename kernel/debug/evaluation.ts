/**
 * Expressions that are evaluated for the user: where code is paused, or at
 * the top level of the notebook.
 *
 * @module
 */

import type { EvaluateResult, RemoteObject } from "../cdp/domains.ts";
import type { DenoRuntime } from "../runtime/deno_runtime.ts";
import { CdpError } from "../cdp/errors.ts";
import { DebugError } from "./debug_error.ts";
import type { Frame } from "./frame.ts";
import { javaScriptOf } from "./java_script_of.ts";

/** What V8 mirrors for the user until the code goes on. */
export const OBJECT_GROUP = "debugger";

/** V8 ends an expression after this, in ms, as Stop does not reach it. */
const USERS_EVALUATION_MS = 5000;

/** JSON-RPC's code. */
const INTERNAL_ERROR = -32_603;

export interface EvaluateOptions {
  /** A name means a variable of this frame first, then one of the notebook. */
  frame?: Frame;
  /** Whether nothing of the notebook may change. */
  isPure?: boolean;
}

/**
 * What an expression in TypeScript gives.
 *
 * @throws {DebugError} If it throws, or takes too long.
 */
export async function evaluate(
  runtime: DenoRuntime,
  typed: string,
  { frame, isPure = false }: EvaluateOptions,
): Promise<RemoteObject> {
  const expression = javaScriptOf(typed);
  const { child: { session, debugger: { isPaused } } } = runtime;
  const options = {
    expression,
    objectGroup: OBJECT_GROUP,
    generatePreview: true,
    silent: true,
    throwOnSideEffect: isPure,
    timeout: USERS_EVALUATION_MS,
  };
  // In REPL mode V8 takes declarations and `await`. It answers only when a
  // promise has settled, which none does while the code is paused.
  const replMode = !isPaused && !isPure;
  const send = () =>
    frame
      ? session.post("Debugger.evaluateOnCallFrame", {
        ...options,
        callFrameId: frame.paused.callFrameId,
      })
      : session.post("Runtime.evaluate", {
        ...options,
        replMode,
        awaitPromise: replMode,
        disableBreaks: true,
      });
  const reply = await runtime.child.quietly(expression, send).catch(late);
  return resultOf(reply);
}

/** V8 ends an evaluation that takes too long with an error without reasons. */
function late(error: unknown): never {
  const isLate = error instanceof CdpError && error.code === INTERNAL_ERROR;
  if (!isLate) throw error;
  throw new DebugError(`It did not end in ${USERS_EVALUATION_MS / 1000} s`);
}

/** @throws {DebugError} If it threw. */
export function resultOf(
  { result, exceptionDetails }: EvaluateResult,
): RemoteObject {
  if (!exceptionDetails) return result;
  const { exception, text } = exceptionDetails;
  const said = exception?.description ?? String(exception?.value ?? text);
  const [line] = said.split("\n    at ");
  throw new DebugError(line);
}
