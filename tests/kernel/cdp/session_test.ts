import { Buffer } from "node:buffer";
import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { CdpClosedError, CdpError } from "../../../kernel/cdp/errors.ts";
import { CdpSession } from "../../../kernel/cdp/session.ts";
import { type CdpTransport, tooLong } from "../../../kernel/cdp/transport.ts";

function fakeTransport() {
  const sent: { id: number; method: string }[] = [];
  const transport: CdpTransport = {
    together: (work) => work(),
    send: (text) => sent.push(JSON.parse(text)),
    close: () => transport.onClose(),
    onMessage: () => {},
    onClose: () => {},
  };
  const receive = (message: object) =>
    transport.onMessage(JSON.stringify(message));
  return { transport, sent, receive };
}

Deno.test("post() gives each command its own reply, in any order", async () => {
  const { transport, sent, receive } = fakeTransport();
  const session = new CdpSession(transport);
  const first = session.post("Runtime.evaluate", { expression: "1" });
  const second = session.post("Runtime.evaluate", { expression: "2" });
  const [one, two] = sent;
  receive({ id: two.id, result: { result: { type: "number", value: 2 } } });
  receive({ id: one.id, result: { result: { type: "number", value: 1 } } });
  strictEqual((await first).result.value, 1);
  strictEqual((await second).result.value, 2);
});

Deno.test("post() rejects with the reason when the runtime refuses", async () => {
  const { transport, sent, receive } = fakeTransport();
  const session = new CdpSession(transport);
  const reply = session.post("Runtime.evaluate", { expression: "x" });
  const error = { code: -32000, message: "Promise was collected" };
  receive({ id: sent[0].id, error });
  await rejects(reply, (thrown) => {
    return thrown instanceof CdpError && thrown.code === -32000 &&
      thrown.message.includes("Promise was collected");
  });
});

Deno.test("post() rejects what is pending, and what comes later, when the connection ends", async () => {
  const { transport } = fakeTransport();
  const session = new CdpSession(transport);
  const pending = session.post("Runtime.enable", {});
  transport.onClose();
  await rejects(pending, CdpClosedError);
  await rejects(session.post("Runtime.enable", {}), CdpClosedError);
  await session.closed;
});

Deno.test("on() hears its event and no other, until it is undone", () => {
  const { transport, receive } = fakeTransport();
  const session = new CdpSession(transport);
  const heard: string[] = [];
  const listener = ({ payload }: { payload: string }) => heard.push(payload);
  const undo = session.on("Runtime.bindingCalled", listener);
  session.on("Runtime.bindingCalled", listener);
  const call = (payload: string) =>
    receive({ method: "Runtime.bindingCalled", params: { payload } });
  call("a");
  receive({ method: "Runtime.exceptionThrown", params: {} });
  deepStrictEqual(heard, ["a", "a"]);
  undo();
  undo();
  call("b");
  deepStrictEqual(heard, ["a", "a", "b"]);
});

Deno.test("on() calls each listener, whatever another throws", () => {
  const { transport, receive } = fakeTransport();
  const session = new CdpSession(transport);
  let called = false;
  session.on("Runtime.exceptionThrown", () => {
    throw new Error("a listener's own fault");
  });
  session.on("Runtime.exceptionThrown", () => called = true);
  receive({ method: "Runtime.exceptionThrown", params: {} });
  strictEqual(called, true);
});

Deno.test("a message too long to be read fails the command it answers", async () => {
  const { transport, sent } = fakeTransport();
  const session = new CdpSession(transport);
  const reply = session.post("Runtime.evaluate", { expression: "x" });
  const head = (text: string) => Buffer.from(text.padEnd(3 * 2 ** 20));
  tooLong(head('{"method":"Runtime.bindingCalled"'), transport);
  tooLong(head(`{"id":${sent[0].id},"result":`), transport);
  await rejects(reply, /3 MiB in one message are too much/);
});

Deno.test("alone() keeps others waiting until it is done", async () => {
  const { transport, sent, receive } = fakeTransport();
  const session = new CdpSession(transport);
  const alone = session.alone((post) => post("Runtime.getIsolateId", {}));
  const question = session.post("Runtime.evaluate", { expression: "1" });
  strictEqual(sent.length, 1);
  receive({ id: sent[0].id, result: { id: "1" } });
  deepStrictEqual(await alone, { id: "1" });
  strictEqual(sent.length, 2);
  receive({ id: sent[1].id, result: { result: { type: "number", value: 1 } } });
  strictEqual((await question).result.value, 1);
});

Deno.test("alone() ends with the connection", async () => {
  const { transport } = fakeTransport();
  const session = new CdpSession(transport);
  const alone = session.alone((post) => post("Runtime.getIsolateId", {}));
  const waiting = session.post("Runtime.enable", {});
  transport.onClose();
  await rejects(alone, CdpClosedError);
  await rejects(waiting, CdpClosedError);
});
