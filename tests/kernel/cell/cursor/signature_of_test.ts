import { strictEqual as equal } from "node:assert/strict";
import { signatureOf } from "../../../../kernel/cell/cursor/signature_of.ts";

Deno.test("signatureOf() ends before the body", () => {
  equal(
    signatureOf("function f(a, b = {}) { return 1 }"),
    "function f(a, b = {})",
  );
  equal(signatureOf("async (a) => a + 1"), "async (a)");
  equal(signatureOf("add(a,\n  b) { return a }"), "add(a, b)");
  equal(signatureOf("function push() { [native code] }"), "function push()");
  equal(signatureOf("get size() { return 1 }"), "get size()");
});

Deno.test("signatureOf() tells how a class is made", () => {
  equal(
    signatureOf("class A extends B { constructor(a) { super() } }"),
    "class A extends B { constructor(a) }",
  );
  equal(signatureOf("class A { m() {} }"), "class A");
});

Deno.test("signatureOf() is none for what is no function", () => {
  equal(signatureOf("1 + 1"), undefined);
  equal(signatureOf("}{"), undefined);
});
