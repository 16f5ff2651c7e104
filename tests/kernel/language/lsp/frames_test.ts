import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import {
  encodeFrame,
  FrameReader,
} from "../../../../kernel/language/lsp/frames.ts";

Deno.test("FrameReader reads what encodeFrame() wrote, however it is cut", () => {
  const messages = [{ a: 1 }, { text: "😀 naïve" }, { b: "x".repeat(3000) }];
  const bytes = messages.flatMap((message) => [...encodeFrame(message)]);
  for (const size of [1, 7, 1000, bytes.length]) {
    const reader = new FrameReader();
    const read: unknown[] = [];
    for (let at = 0; at < bytes.length; at += size) {
      read.push(...reader.push(new Uint8Array(bytes.slice(at, at + size))));
    }
    deepStrictEqual(read, messages);
  }
});

Deno.test("FrameReader gives nothing before a message is whole", () => {
  const reader = new FrameReader();
  const bytes = encodeFrame({ a: 1 });
  strictEqual([...reader.push(bytes.subarray(0, -1))].length, 0);
  deepStrictEqual([...reader.push(bytes.subarray(-1))], [{ a: 1 }]);
});

Deno.test("FrameReader throws on what is no frame", () => {
  const bytes = new TextEncoder().encode("Usage: tsc\r\n\r\n");
  throws(() => [...new FrameReader().push(bytes)], SyntaxError);
});
