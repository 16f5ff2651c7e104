import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { Execution } from "../../../kernel/client/execution.ts";
import type { Message } from "../../../kernel/protocol/message.ts";

function message(msg_type: string, content: object): Message {
  return { header: { msg_type }, content } as Message;
}

const REPLY = message("execute_reply", {
  status: "ok",
  execution_count: 1,
  user_expressions: {},
});
const IDLE = message("status", { execution_state: "idle" });
const OUTPUT = message("stream", { name: "stdout", text: "1" });

Deno.test("Execution is done with its reply and its idle, whichever is first", async () => {
  for (const isReplyFirst of [true, false]) {
    const execution = new Execution({});
    if (isReplyFirst) execution.reply(REPLY);
    execution.iopub(IDLE);
    if (!isReplyFirst) execution.reply(REPLY);
    strictEqual((await execution.done).status, "ok");
  }
});

Deno.test("Execution does not wait without end for an idle that is lost", async () => {
  const seen: Message[] = [];
  const onOutput = (message: Message) => seen.push(message);
  const execution = new Execution({ onOutput }, 1);
  execution.reply(REPLY);
  execution.iopub(OUTPUT);
  strictEqual((await execution.done).status, "ok");
  deepStrictEqual(seen, [OUTPUT]);
});

Deno.test("Execution that fails leaves no timer behind", async () => {
  const execution = new Execution({});
  execution.reply(REPLY);
  execution.fail(new Error("The kernel died"));
  await rejects(execution.done, /The kernel died/);
});
