import {
  deepStrictEqual,
  notStrictEqual,
  strictEqual,
} from "node:assert/strict";
import {
  type Header,
  sentBefore,
  Session,
} from "../../../kernel/protocol/message.ts";

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

Deno.test("sentBefore() knows the order of one sender, to the microsecond", () => {
  const sent = (date: string, session = "a"): Header => ({
    ...new Session().message("execute_request", {}).header,
    session,
    date,
  });
  const whole = sent("2026-11-22T17:45:03Z");
  const later = sent("2026-11-22T17:45:03.000150Z");
  strictEqual(sentBefore(whole, later), true);
  strictEqual(sentBefore(later, whole), false);
  strictEqual(sentBefore(whole, whole), false);
  strictEqual(sentBefore(whole, sent(later.date, "b")), false);
  strictEqual(sentBefore(sent("yesterday"), sent("today")), false);
});
