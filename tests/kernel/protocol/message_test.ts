import {
  deepStrictEqual,
  notStrictEqual,
  strictEqual,
} from "node:assert/strict";
import { Session } from "../../../kernel/protocol/message.ts";

Deno.test("Session.message() gives every message an id of its own", () => {
  const session = new Session();
  const ids = new Set<string>();
  for (let i = 0; i < 1000; i++) {
    ids.add(session.message("a", {}).header.msg_id);
  }
  strictEqual(ids.size, 1000);
  notStrictEqual(new Session().id, session.id);
});

Deno.test("Session.message() takes the request's header as parent", () => {
  const request = new Session("ada").message("a_request", {});
  const reply = new Session().message("a_reply", { status: "ok" }, request);
  deepStrictEqual(reply.parent_header, request.header);
  strictEqual(request.header.username, "ada");
});

Deno.test("Session.message() without a cause has an empty parent", () => {
  const message = new Session().message("status", { execution_state: "idle" });
  deepStrictEqual(message.parent_header, {});
  deepStrictEqual([message.metadata, message.buffers], [{}, []]);
});

Deno.test("Session.message() carries metadata and buffers", () => {
  const buffers = [new Uint8Array([1, 2])];
  const message = new Session().message("comm_msg", {}, undefined, {
    metadata: { a: 1 },
    buffers,
  });
  deepStrictEqual(message.metadata, { a: 1 });
  deepStrictEqual(message.buffers, buffers);
});
