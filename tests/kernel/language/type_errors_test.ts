import { strictEqual } from "node:assert/strict";
import {
  asksNoCheck,
  isOfValue,
  isTooFewArguments,
  isTypeError,
  lackingModule,
} from "../../../kernel/language/type_errors.ts";

const position = { line: 0, character: 0 };
const range = { start: position, end: position };

function isShown(code: number, implicitAny = false, severity = 1): boolean {
  return isTypeError({ range, severity, code, message: "" }, { implicitAny });
}

Deno.test("isTypeError() takes what contradicts a type", () => {
  strictEqual(isShown(2322), true);
  strictEqual(isShown(2339), true);
  strictEqual(isShown(2322, false, 4), false);
});

Deno.test("isTypeError() leaves out what cells may do and errors of the syntax", () => {
  for (const code of [1005, 2304, 2307, 2451, 2588]) {
    strictEqual(isShown(code), false, String(code));
  }
});

Deno.test("isTypeError() takes types that were left out only where they are wanted", () => {
  for (const code of [7006, 2683, 2347]) {
    strictEqual(isShown(code), false);
    strictEqual(isShown(code, true), true);
  }
});

Deno.test("isTypeError() takes syntax where it is wanted, but what cells may write", () => {
  const isSyntax = (code: number) =>
    isTypeError({ range, severity: 1, code, message: "" }, { syntax: true });
  strictEqual(isSyntax(1005), true);
  strictEqual(isSyntax(1202), false);
});

Deno.test("isTypeError() takes names that nobody declares, where all are known", () => {
  const message = "Cannot find name 'a'.";
  const name = { range, severity: 1, code: 2304, message };
  strictEqual(isTypeError(name, {}), false);
  strictEqual(isTypeError(name, { namesBut: new Set(["a"]) }), false);
  strictEqual(isTypeError(name, { namesBut: new Set(["b"]) }), true);
});

Deno.test("isTypeError() takes names used early, but for those of earlier cells", () => {
  const message = "Block-scoped variable 'a' used before its declaration.";
  const early = { range, severity: 1, code: 2448, message };
  strictEqual(isTypeError(early, { namesBut: new Set() }), false);
  strictEqual(isTypeError(early, { earlyBut: new Set(["a"]) }), false);
  strictEqual(isTypeError(early, { earlyBut: new Set(["b"]) }), true);
});

Deno.test("lackingModule() finds the module that has no such member", () => {
  const cases: [code: number, message: string, module?: string][] = [
    [2305, `Module '"npm:d3@7"' has no exported member 'bin'.`, "npm:d3@7"],
    [2724, `'"a"' has no exported member named 'b'. Did you mean 'c'?`, "a"],
    [
      2339,
      `Property 'bin' does not exist on type 'typeof import("/d3/index")'.`,
      "/d3/index",
    ],
    [2694, `Namespace '"/big/big"' has no exported member 'A'.`, "/big/big"],
    [2694, "Namespace 'Inner' has no exported member 'A'."],
    [2339, "Property 'a' does not exist on type '\"text\"'."],
    [2322, `Type 'typeof import("/a")' is not assignable to type 'number'.`],
  ];
  for (const [code, message, module] of cases) {
    const found = lackingModule({ range, severity: 1, code, message });
    strictEqual(found, module, message);
  }
});

Deno.test("isOfValue() tells members and calls from what is assigned", () => {
  const message = "Property 'to' does not exist on type 'Assertion'.";
  strictEqual(isOfValue({ range, code: 2339, message }), true);
  strictEqual(isOfValue({ range, code: 2322, message }), false);
});

Deno.test("isTooFewArguments() tells them from too many", () => {
  const isFew = (message: string) =>
    isTooFewArguments({ range, code: 2554, message });
  strictEqual(isFew("Expected 3 arguments, but got 1."), true);
  strictEqual(isFew("Expected 2-3 arguments, but got 1."), true);
  strictEqual(isFew("Expected 0-1 arguments, but got 3."), false);
});

Deno.test("asksNoCheck() reads the comments at the start", () => {
  strictEqual(asksNoCheck("// @ts-nocheck\n1"), true);
  strictEqual(asksNoCheck("// A cell.\r\n\r\n//@ts-nocheck\r\n1"), true);
  strictEqual(asksNoCheck("1\n// @ts-nocheck"), false);
  strictEqual(asksNoCheck("// @ts-nochecked"), false);
});
