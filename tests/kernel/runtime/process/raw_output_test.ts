import { strictEqual } from "node:assert/strict";
import { RawOutput } from "../../../../kernel/runtime/process/raw_output.ts";

const PREFIX = "\u0000$mark:";

function pipe() {
  const { readable, writable } = new TransformStream<Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  let text = "";
  const raw = new RawOutput(readable.getReader(), PREFIX);
  raw.direct((part) => text += part);
  return {
    raw,
    write: (part: string) => writer.write(encoder.encode(part)),
    writeBytes: (bytes: number[]) => writer.write(new Uint8Array(bytes)),
    close: () => writer.close(),
    text: () => text,
  };
}

Deno.test("reached() waits until all before the mark was passed on", async () => {
  const { raw, write, text } = pipe();
  const reached = raw.reached(`${PREFIX}1\n`);
  write("before ");
  write(`the mark${PREFIX}1\nafter`);
  await reached;
  strictEqual(text().startsWith("before the mark"), true);
  strictEqual(text().includes("$mark"), false);
});

Deno.test("reached() finds a mark that came in pieces", async () => {
  const { raw, write, text } = pipe();
  const reached = raw.reached(`${PREFIX}7\n`);
  for (const piece of ["a\u0000", "$ma", "rk:", "7", "\n"]) write(piece);
  await reached;
  strictEqual(text(), "a");
});

Deno.test("reached() finds a mark that came before it was asked for", async () => {
  const { raw, write, text, close } = pipe();
  await write(`x${PREFIX}2\ny`);
  await raw.reached(`${PREFIX}2\n`);
  await close();
  await raw.ended;
  strictEqual(text(), "xy");
});

Deno.test("reached() is fulfilled when the pipe ends instead", async () => {
  const { raw, write, close, text } = pipe();
  const reached = raw.reached(`${PREFIX}3\n`);
  await write(`last${PREFIX}2\n words${PREFIX}`);
  await close();
  await reached;
  strictEqual(text(), "last words");
});

Deno.test("RawOutput keeps a character whole that is cut between reads", async () => {
  const { raw, writeBytes, close, text } = pipe();
  await writeBytes([0xf0, 0x9f]);
  await writeBytes([0x98, 0x80]);
  await close();
  await raw.ended;
  strictEqual(text(), "😀");
});

Deno.test("RawOutput leaves out what DevTools prints", async () => {
  const { raw, write, close, text } = pipe();
  await write("Debugger session started.\nmine\nDebugger session ended");
  await close();
  await raw.ended;
  strictEqual(text(), "mine\n");
});

Deno.test("reached() passes over an earlier mark that nobody waits for", async () => {
  const { raw, write, text } = pipe();
  const reached = raw.reached(`${PREFIX}5\n`);
  await write(`a${PREFIX}4\nb${PREFIX}5\n`);
  await reached;
  strictEqual(text(), "ab");
});
