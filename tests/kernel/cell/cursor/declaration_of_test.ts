import { deepStrictEqual as equal } from "node:assert/strict";
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
  equal(declarationOf(source, "add"), {
    source: "function add(a: number, b: number): number { return a + b }",
    signature: "function add(a: number, b: number): number",
    doc: "Adds.\n\n@param a A number.",
  });
});

Deno.test("declarationOf() finds variables, also those that hold a function", () => {
  equal(declarationOf("// no doc\nconst x = 1", "x"), {
    source: "const x = 1",
    signature: undefined,
    doc: undefined,
  });
  const { signature } = declarationOf("const f = (a: string) => a", "f")!;
  equal(signature, "f = (a: string)");
});

Deno.test("declarationOf() finds nothing below the top level", () => {
  equal(declarationOf("{ function f() {} }", "f"), undefined);
  equal(declarationOf("f()", "f"), undefined);
});
