import { strictEqual } from "node:assert/strict";
import { signatureOf } from "../../../../kernel/cell/cursor/signature_of.ts";

Deno.test("signatureOf() ends before the body", () => {
  strictEqual(
    signatureOf("function f(a, b = {}) { return 1 }"),
    "function f(a, b = {})",
  );
  strictEqual(signatureOf("async (a) => a + 1"), "async (a)");
  strictEqual(signatureOf("add(a,\n  b) { return a }"), "add(a, b)");
  strictEqual(
    signatureOf("function push() { [native code] }"),
    "function push()",
  );
  strictEqual(signatureOf("get size() { return 1 }"), "get size()");
});

Deno.test("signatureOf() tells how a class is made", () => {
  strictEqual(
    signatureOf("class A extends B { constructor(a) { super() } }"),
    "class A extends B { constructor(a) }",
  );
  strictEqual(signatureOf("class A { m() {} }"), "class A");
});

Deno.test("signatureOf() is none for what is no function", () => {
  strictEqual(signatureOf("1 + 1"), undefined);
  strictEqual(signatureOf("}{"), undefined);
});
