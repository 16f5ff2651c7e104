import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { serverMessage } from "../../../kernel/client/server_message.ts";

const text = JSON.stringify({ channel: "iopub", content: { a: 1 } });

Deno.test("serverMessage() reads text, which has no buffers", () => {
  const message = serverMessage(new TextEncoder().encode(text), false);
  strictEqual(message.channel, "iopub");
  deepStrictEqual(message.buffers, []);
});

Deno.test("serverMessage() reads bytes: how many parts, where each begins, the parts", () => {
  const json = new TextEncoder().encode(text);
  const buffers = [new Uint8Array([1, 2]), new Uint8Array(0)];
  const parts = [json, ...buffers];
  const data = new Uint8Array(16 + json.length + 2);
  const view = new DataView(data.buffer);
  view.setUint32(0, parts.length);
  let at = 16;
  parts.forEach((part, i) => {
    view.setUint32(4 * (i + 1), at);
    data.set(part, at);
    at += part.length;
  });
  const message = serverMessage(data, true);
  strictEqual(message.channel, "iopub");
  deepStrictEqual(message.buffers, buffers);
});

Deno.test("serverMessage() throws on bytes that are cut", () => {
  throws(() => serverMessage(new Uint8Array([0, 0]), true), RangeError);
  throws(() => serverMessage(new Uint8Array([0, 0, 0, 9]), true), RangeError);
});
