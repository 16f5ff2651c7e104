import { deepStrictEqual, throws } from "node:assert/strict";
import { parseBroadcast } from "../../../kernel/protocol/parse_broadcast.ts";
import { ContentError } from "../../../kernel/protocol/shape.ts";
import { Session } from "../../../kernel/protocol/message.ts";
import { checkMessage } from "./schema.ts";

function parse(msg_type: unknown, content: unknown, metadata: unknown = {}) {
  return parseBroadcast({ msg_type, content, metadata, buffers: [] });
}

Deno.test("parseBroadcast() lets pass what the specification allows", () => {
  const sent: [string, object][] = [
    ["display_data", { data: { "text/plain": 1, "application/json": [1] } }],
    ["display_data", { data: { "image/png": ["a", "b"] }, transient: null }],
    ["update_display_data", { data: {}, transient: { display_id: "d" } }],
    ["clear_output", {}],
    ["stream", { name: "stderr", text: "a" }],
    ["comm_open", { comm_id: "c", target_name: "t" }],
    ["comm_msg", { comm_id: "c", data: { a: 1 } }],
    ["execute_result", { data: {}, execution_count: 1 }],
    ["error", { ename: "E", evalue: "", traceback: [] }],
  ];
  const session = new Session();
  for (const [type, content] of sent) {
    const { msg_type, content: checked } = parse(type, content);
    checkMessage(session.message(msg_type, checked));
  }
  deepStrictEqual(parse("my.own-type", { any: [1] }).content, { any: [1] });
});

Deno.test("parseBroadcast() throws on all else, and never anything but a ContentError", () => {
  const wrong: [unknown, unknown][] = [
    [5, {}],
    [null, {}],
    [{ startsWith: 1 }, {}],
    ["", {}],
    ["a\nb", {}],
    ["x".repeat(1000), {}],
    ["my_type", null],
    ["my_type", []],
    ["status", { execution_state: "idle" }],
    ["execute_input", { code: "", execution_count: 1 }],
    ["iopub_welcome", { subscription: "" }],
    ["execute_reply", { status: "ok" }],
    ["shutdown_request", {}],
    ["comm_open", null],
    ["comm_open", { comm_id: { toString: 1 }, target_name: "t" }],
    ["comm_open", { comm_id: "c" }],
    ["comm_open", { comm_id: "c".repeat(1001), target_name: "t" }],
    ["comm_open", { comm_id: "c", target_name: "t".repeat(1e6) }],
    ["comm_close", {}],
    ["display_data", { data: null }],
    ["display_data", { data: { "text/plain": null } }],
    ["display_data", { data: { "text/plain": {} } }],
    ["display_data", { data: { plain: "" } }],
    ["display_data", { data: {}, metadata: [] }],
    ["update_display_data", { data: {} }],
    ["update_display_data", { data: {}, transient: { display_id: 1 } }],
    ["stream", { name: "stdin", text: "" }],
    ["stream", { name: "stdout", text: 1 }],
    ["error", { ename: "E", evalue: "", traceback: "all" }],
    ["execute_result", { data: {}, execution_count: -1 }],
  ];
  for (const [type, content] of wrong) {
    throws(() => parse(type, content), ContentError, JSON.stringify(content));
  }
  throws(() => parse("stream", { name: "stdout", text: "" }, 7), ContentError);
});
