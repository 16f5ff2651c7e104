import { strictEqual as equal } from "node:assert/strict";
import { calleeAt } from "../../../../kernel/cell/cursor/callee_at.ts";

Deno.test("calleeAt() finds the call around the cursor", () => {
  const callee = (marked: string) =>
    calleeAt(marked.replace("|", ""), marked.indexOf("|"))?.callee;
  equal(callee("foo(|)"), "foo");
  equal(callee("foo(1, |"), "foo");
  equal(callee("a.foo(b(1), |)"), "a.foo");
  equal(callee("a.foo(b(|1))"), "b");
  equal(callee("new Foo(|)"), "Foo");
  equal(callee("foo<T>(|)"), "foo");
  equal(callee("foo()|"), undefined);
  equal(callee("foo|()"), undefined);
  equal(callee("import(|)"), undefined);
});
