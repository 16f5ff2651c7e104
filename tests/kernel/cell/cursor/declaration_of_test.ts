import { deepStrictEqual } from "node:assert/strict";
import { declarationOf } from "../../../../kernel/cell/cursor/declaration_of.ts";

Deno.test("declarationOf() finds a function with its types and its doc", () => {
  const source = [
    "const other = 1;",
    "/**",
    " * Adds.",
    " *",
    " * @param a A number.",
    " */",
    "function add(a: number, b: number): number { return a + b }",
  ].join("\n");
  deepStrictEqual(declarationOf(source, "add"), {
    source: "function add(a: number, b: number): number { return a + b }",
    signature: "function add(a: number, b: number): number",
    doc: "Adds.\n\n@param a A number.",
  });
});

Deno.test("declarationOf() finds variables, also those that hold a function", () => {
  deepStrictEqual(declarationOf("// no doc\nconst x = 1", "x"), {
    source: "const x = 1",
    signature: undefined,
    doc: undefined,
  });
  const { signature } = declarationOf("const f = (a: string) => a", "f")!;
  deepStrictEqual(signature, "f = (a: string)");
});

Deno.test("declarationOf() finds nothing below the top level", () => {
  deepStrictEqual(declarationOf("{ function f() {} }", "f"), undefined);
  deepStrictEqual(declarationOf("f()", "f"), undefined);
});
