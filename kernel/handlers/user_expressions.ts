/**
 * `user_expressions` of an execute_request: values a client wants beside the
 * cell's own, none of which can fail the cell.
 *
 * @module
 */

import type { UserExpression } from "../protocol/execution.ts";
import type { OutputSink } from "../runtime/output_sink.ts";
import type { Context } from "./context.ts";

/** What an expression prints is no output of the cell. */
const mute: OutputSink = {
  stream() {},
  broadcast() {},
  input: () => Promise.reject(new Error("A user expression takes no input")),
};

/** The value or the error of each expression, by its key, in order. */
export async function userExpressions(
  expressions: Record<string, string>,
  execution_count: number,
  { counter, interpreter }: Context,
): Promise<Record<string, UserExpression>> {
  const values: [string, UserExpression][] = [];
  for (const [key, expression] of Object.entries(expressions)) {
    const outcome = await interpreter.execute({
      // In parentheses a statement is a syntax error; the line break ends a
      // comment.
      code: `(${expression}\n)`,
      id: counter.id(),
      execution_count,
      sink: mute,
    });
    values.push([
      key,
      outcome.status === "error"
        ? { status: "error", ...outcome.error }
        : { status: "ok", ...shown(outcome.data) },
    ]);
  }
  return Object.fromEntries(values);
}

function shown(data: Record<string, unknown> = { "text/plain": "undefined" }) {
  return { data, metadata: {} };
}
