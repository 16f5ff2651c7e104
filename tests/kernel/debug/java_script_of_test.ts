import { strictEqual, throws } from "node:assert/strict";
import { javaScriptOf } from "../../../kernel/debug/java_script_of.ts";

Deno.test("javaScriptOf() takes types away", () => {
  strictEqual(javaScriptOf("x as number + 1"), "x + 1");
  strictEqual(javaScriptOf("f<string>(y!)"), "f(y)");
});

Deno.test("javaScriptOf() takes braces for an object where they can be one", () => {
  strictEqual(javaScriptOf("{ a: 1 }"), "({ a: 1 })");
  strictEqual(javaScriptOf("{ const a = 1; f(a) }").startsWith("{"), true);
});

Deno.test("javaScriptOf() says what is wrong", () => {
  throws(() => javaScriptOf("1 +"), /SyntaxError: Expression expected/);
});
