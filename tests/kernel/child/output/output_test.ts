import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { enterCell } from "../../../../kernel/child/cells/cells.ts";
import {
  connect,
  flush,
  post,
  tick,
  write,
} from "../../../../kernel/child/output/output.ts";

function capture(): string[] {
  flush();
  tick(0);
  const sent: string[] = [];
  connect((payload) => sent.push(payload));
  return sent;
}

Deno.test("write() sends a first line at once and gathers the next until a tick", () => {
  const sent = capture();
  enterCell(1);
  write("stdout", "a\n");
  write("stdout", "b\n");
  write("stdout", "c\n");
  deepStrictEqual(sent, ["o1:a\n"]);
  tick(0);
  deepStrictEqual(sent, ["o1:a\n", "o1:b\nc\n"]);
});

Deno.test("write() keeps stdout, stderr and displays in order", () => {
  const sent = capture();
  enterCell(2);
  write("stdout", "1");
  write("stdout", "2");
  write("stderr", "3");
  write("stderr", "4");
  post("stopped", 5);
  flush();
  deepStrictEqual(sent, ["o2:1", "o2:2", "e2:34", "s2:5"]);
});

Deno.test("write() never cuts a surrogate pair", () => {
  const sent = capture();
  enterCell(3);
  const text = "x".repeat(64 * 1024 - 1) + "😀".repeat(50_000);
  write("stdout", text);
  flush();
  strictEqual(sent.map((part) => part.slice(3)).join(""), text);
  const lone = /[\ud800-\udbff](?![\udc00-\udfff])/;
  strictEqual(sent.some((part) => lone.test(part)), false);
});
