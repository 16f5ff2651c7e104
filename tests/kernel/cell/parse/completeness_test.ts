import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { completeness } from "../../../../kernel/cell/parse/completeness.ts";

// deno-fmt-ignore
const CASES: [status: string, ...sources: string[]][] = [
  ["complete", "", "1 + 1", "// c", "if (a) {}", "{a: 1, b: 2}", "`a`", "let a: {b: 1}", "<div>a</div>", "const f = <T,>(x: T) => x", "a!", "#!x\n1"],
  ["incomplete", "if (a) {", "foo(", "foo(1,", "1 +", "let a =", "`a", "`${", "/* a", "[1,", "{a: 1,", "{a: 1, b:", "class A {", "try {}", "@a", "type A =", "let a:", "x ? 1 :", "a.", "function f()", "for (;;)", "import {", "() =>", "<div>", "enum A {", "switch (a) { case 1:", "{", "const", "var\n", "let a = 1,", "import", "1; export", "'a\\\n", "f(\"a\\\r\n"],
  ["invalid", "let = ;", "foo)", "'a", "}", "1 1", "let a b", "{a: 1,, b}", "if (a) ) {", "/a", "import;", "export 1", "'a\\\nb", "'a\n"],
];

Deno.test("completeness() tells finished cells from unfinished ones", () => {
  for (const [status, ...sources] of CASES) {
    for (const source of sources) {
      strictEqual(
        `${source}: ${completeness(source).status}`,
        `${source}: ${status}`,
      );
    }
  }
});

Deno.test("completeness() indents after an opening bracket", () => {
  deepStrictEqual(completeness("if (a) {").indent, "  ");
  deepStrictEqual(completeness("if (a) {\n  foo([").indent, "    ");
  deepStrictEqual(completeness("if (a) {\n  b()\n").indent, "  ");
  deepStrictEqual(completeness("1").indent, "");
});
