import { strictEqual } from "node:assert/strict";
import { chainStart } from "../../../kernel/language/chain_start.ts";

/** The name that the chain at `|` begins with. */
function startOf(marked: string, isJsx = false): string | undefined {
  return chainStart(marked.replace("|", ""), marked.indexOf("|"), isJsx);
}

Deno.test("chainStart() gives the name that members and calls begin with", () => {
  strictEqual(startOf("expect(1).|to.equal(1);"), "expect");
  strictEqual(startOf("expect(1).to.|equal(1);"), "expect");
  strictEqual(startOf("|_([1]).map(f);"), "_");
  strictEqual(startOf("a.b![0].|c"), "a");
  strictEqual(startOf("(await new A.B()).|c"), "A");
  strictEqual(startOf("tag`x`.|y"), "tag");
  strictEqual(startOf("f(other.|a)"), "other");
  strictEqual(startOf("let a: b.c.|D;"), "b");
  strictEqual(startOf("<p>{expect(1).|to}</p>", true), "expect");
});

Deno.test("chainStart() gives nothing for what begins with a value", () => {
  strictEqual(startOf('"text".|a'), undefined);
  strictEqual(startOf("[1].|a"), undefined);
  strictEqual(startOf("({ a: 1 }).|b"), undefined);
});
