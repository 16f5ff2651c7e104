import { strictEqual } from "node:assert/strict";
import { calleeAt } from "../../../../kernel/cell/cursor/callee_at.ts";

Deno.test("calleeAt() finds the call around the cursor", () => {
  const callee = (marked: string) =>
    calleeAt(marked.replace("|", ""), marked.indexOf("|"))?.callee;
  strictEqual(callee("foo(|)"), "foo");
  strictEqual(callee("foo(1, |"), "foo");
  strictEqual(callee("a.foo(b(1), |)"), "a.foo");
  strictEqual(callee("a.foo(b(|1))"), "b");
  strictEqual(callee("new Foo(|)"), "Foo");
  strictEqual(callee("foo<T>(|)"), "foo");
  strictEqual(callee("foo()|"), undefined);
  strictEqual(callee("foo|()"), undefined);
  strictEqual(callee("import(|)"), undefined);
});
