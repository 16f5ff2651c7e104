import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { Log } from "../../../kernel/log/log.ts";

function collected(repeatMs?: number) {
  const lines: string[] = [];
  const log = new Log((bytes) => {
    lines.push(new TextDecoder().decode(bytes));
    return Promise.resolve();
  }, repeatMs);
  return { lines, log };
}

Deno.test("line() keeps order, and control characters out of the terminal", async () => {
  const { lines, log } = collected();
  log.line("one");
  log.line("two \x1b[31m\x9b\0");
  log.line("x".repeat(1e6));
  while (lines.length < 3) await Promise.resolve();
  deepStrictEqual(lines.slice(0, 2), [
    "thaw: one\n",
    "thaw: two \\x1b[31m\\x9b\\x00\n",
  ]);
  strictEqual(lines[2].length < 3000, true);
});

Deno.test("line() never waits for whoever does not read", async () => {
  const reads = Promise.withResolvers<void>();
  const lines: string[] = [];
  const log = new Log(async (bytes) => {
    await reads.promise;
    lines.push(new TextDecoder().decode(bytes));
  });
  for (let i = 0; i < 10_000; i++) log.line(String(i));
  strictEqual(lines.length, 0);
  reads.resolve();
  while (!lines.at(-1)?.includes("dropped")) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  match(lines.at(-1)!, /^thaw: 9899 lines of this log were dropped/);
});

Deno.test("repeated() writes once, then how often it came again", async () => {
  const { lines, log } = collected(20);
  for (let i = 0; i < 3000; i++) log.repeated("Wrong signature");
  while (lines.length < 2) await new Promise((resolve) => setTimeout(resolve));
  deepStrictEqual(lines, [
    "thaw: Wrong signature\n",
    "thaw: Wrong signature (2999 more since the last such line)\n",
  ]);
});
