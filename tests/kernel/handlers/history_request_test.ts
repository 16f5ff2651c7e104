import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import type { Context } from "../../../kernel/handlers/context.ts";
import { historyRequest } from "../../../kernel/handlers/history_request.ts";
import { parseRequest } from "../../../kernel/protocol/parse_request.ts";
import { ContentError } from "../../../kernel/protocol/shape.ts";
import { History } from "../../../kernel/history/history.ts";

async function withHistory(
  use: (ask: (content: object) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const history = new History(undefined);
  history.add({ line: 1, input: "one" });
  history.add({ line: 2, input: "two" });
  const context = { history } as Context;
  await use(async (content) => {
    const request = parseRequest("history_request", content);
    const reply = await historyRequest(request, context);
    strictEqual(reply.status, "ok");
    return reply.status === "ok" && reply.history;
  });
  await history.close();
}

Deno.test("historyRequest() takes null for what a client leaves out", async () => {
  await withHistory(async (ask) => {
    const all = [[1, 1, "one"], [1, 2, "two"]];
    // deno-fmt-ignore
    for (const content of [
      { hist_access_type: "tail", n: null, output: null },
      { hist_access_type: "range", session: null, start: null, stop: null },
      { hist_access_type: "search", pattern: null, n: null, unique: null },
    ]) deepStrictEqual(await ask(content), all, content.hist_access_type);
  });
});

Deno.test("historyRequest() refuses what is no number, and keeps the history", async () => {
  await withHistory(async (ask) => {
    // deno-fmt-ignore
    for (const content of [
      { hist_access_type: "tail", n: 1.5 },
      { hist_access_type: "tail", n: 1e300 },
      { hist_access_type: "tail", n: "2" },
      { hist_access_type: "range", session: "x" },
      { hist_access_type: "range", start: {} },
      { hist_access_type: "range", stop: NaN },
      { hist_access_type: "nope" },
    ]) await rejects(ask(content), ContentError, JSON.stringify(content));
    deepStrictEqual(await ask({ hist_access_type: "tail", n: 1 }), [
      [1, 2, "two"],
    ]);
  });
});
