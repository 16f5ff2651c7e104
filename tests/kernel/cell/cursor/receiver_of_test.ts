import { strictEqual } from "node:assert/strict";
import ts from "typescript";
import { nodeAt } from "../../../../kernel/cell/cursor/node_at.ts";
import { receiverOf } from "../../../../kernel/cell/cursor/receiver_of.ts";

function receiver(code: string): string {
  const options = ts.ScriptTarget.ESNext;
  const file = ts.createSourceFile("a.ts", code, options, true);
  const text = nodeAt(file, code.indexOf("HERE"))!;
  const found = receiverOf(text);
  if (!found) return "none";
  return `${found.access.getText()}${found.isNested ? ", nested" : ""}`;
}

Deno.test("receiverOf() finds the method that a text is given to", () => {
  strictEqual(receiver("a.b.get('HERE')"), "a.b.get");
  strictEqual(receiver("get('HERE')"), "none");
  strictEqual(receiver("'HERE'.concat('')"), "none");
  strictEqual(receiver("const a = 'HERE'"), "none");
});

Deno.test("receiverOf() looks through lists and options that name columns", () => {
  strictEqual(receiver("a.groupby(['b', 'HERE'])"), "a.groupby, nested");
  strictEqual(receiver("a.drop({ columns: ['HERE'] })"), "a.drop, nested");
  strictEqual(receiver("a.setIndex({ column: 'HERE' })"), "a.setIndex, nested");
  strictEqual(receiver("a.rename({ 'HERE': 'b' })"), "a.rename, nested");
  strictEqual(receiver("a.rename({ b: 'HERE' })"), "none");
  strictEqual(receiver("a.forEach(() => 'HERE')"), "none");
});
