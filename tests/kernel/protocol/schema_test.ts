import { doesNotThrow, throws } from "node:assert/strict";
import { Session } from "../../../kernel/protocol/message.ts";
import { checkMessage } from "./schema.ts";

const session = new Session();
const request = session.message("execute_request", { code: "1" });

Deno.test("checkMessage() accepts what the specification allows", () => {
  const failed = {
    status: "error",
    execution_count: 1,
    ename: "Error",
    evalue: "no",
    traceback: [],
  };
  const sent = [
    session.message("execute_reply", failed, request),
    session.message("stream", { name: "stdout", text: "" }, request),
    session.message("is_complete_reply", { status: "complete" }, request),
    session.message("iopub_welcome", { subscription: "" }),
    session.message("display_data", {
      data: { "text/plain": "1", "application/json": { a: [1] } },
      metadata: {},
    }, request),
  ];
  for (const message of sent) doesNotThrow(() => checkMessage(message));
});

Deno.test("checkMessage() throws on what the specification forbids", () => {
  const sent = [
    session.message("execute_reply", { status: "ok" }, request),
    session.message("execute_reply", { status: "ok", execution_count: 1 }),
    session.message("stream", { name: "out", text: "" }, request),
    session.message("is_complete_reply", { status: "complete", indent: "" }),
    session.message("iopub_welcome", { subscription: "" }, request),
    session.message("update_display_data", { data: {}, metadata: {} }, request),
    session.message("display_data", {
      data: { "text/plain": 1 },
      metadata: {},
    }),
    session.message("status", { execution_state: "dead" }, request),
    session.message("execute_request", { code: "" }),
  ];
  for (const message of sent) throws(() => checkMessage(message));
});
