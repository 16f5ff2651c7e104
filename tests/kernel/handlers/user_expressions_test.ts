import { deepStrictEqual } from "node:assert/strict";
import type { Context } from "../../../kernel/handlers/context.ts";
import { ExecutionCounter } from "../../../kernel/handlers/execution_counter.ts";
import { userExpressions } from "../../../kernel/handlers/user_expressions.ts";
import type { Cell, Outcome } from "../../../kernel/runtime/interpreter.ts";

const error = { ename: "Error", evalue: "no", traceback: [] };

/** Fails on what says so, and else has the code for a value. */
function context(): Context {
  const execute = ({ code }: Cell): Promise<Outcome> =>
    Promise.resolve(
      code.includes("fail")
        ? { status: "error", error }
        : { status: "ok", data: { "text/plain": code } },
    );
  return {
    counter: new ExecutionCounter(),
    interpreter: { execute },
  } as unknown as Context;
}

Deno.test("userExpressions() gives each key its value or its error", async () => {
  deepStrictEqual(await userExpressions({ a: "fail", b: "x" }, 1, context()), {
    a: { status: "error", ...error },
    b: { status: "ok", data: { "text/plain": "(x\n)" }, metadata: {} },
  });
});
