import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { ExecutionTimeoutError } from "../../../kernel/client/client_errors.ts";
import { withDeadline } from "../../../kernel/client/with_deadline.ts";

Deno.test("withDeadline() takes no step while there is time", async () => {
  const steps = [() => {
    throw new Error("taken");
  }];
  strictEqual(await withDeadline(Promise.resolve(1), undefined, steps), 1);
  strictEqual(await withDeadline(Promise.resolve(1), 60_000, steps), 1);
  await rejects(
    withDeadline(Promise.reject(new Error("died")), 60_000, steps),
    /died/,
  );
});

Deno.test("withDeadline() says that it was late, however the cell then ended", async () => {
  const taken: string[] = [];
  const ended = Promise.withResolvers<void>();
  await rejects(
    withDeadline(ended.promise, 1, [() => {
      taken.push("interrupt");
      ended.resolve();
    }, () => taken.push("kill")]),
    ExecutionTimeoutError,
  );
  const failed = Promise.withResolvers<void>();
  const steps = [() => failed.reject(new Error("interrupted"))];
  await rejects(withDeadline(failed.promise, 1, steps), ExecutionTimeoutError);
  deepStrictEqual(taken, ["interrupt"]);
});
