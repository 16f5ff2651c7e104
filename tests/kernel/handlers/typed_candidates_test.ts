import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  isOpen,
  kindOfDetail,
  signatureOfDetail,
  typedCandidates,
  withoutOrigin,
} from "../../../kernel/handlers/typed_candidates.ts";

Deno.test("signatureOfDetail() keeps how something is called", () => {
  const cases = [
    [
      "add",
      "function add(a: number, b?: number): number",
      "(a: number, b?: number): number",
    ],
    [
      "get",
      "(method) Map<string, number>.get(key: string): number",
      "(key: string): number",
    ],
    ["of", "(method) Set<T>.of<T>(a: T): T", "<T>(a: T): T"],
    ["rate", "(property) DropoutArgs.rate: number", "number"],
    [
      "units",
      "(property) Args.units?: number | undefined",
      "number | undefined",
    ],
    ["t", '(alias) const t: import("/a/b").Tensor\nimport t', "Tensor"],
    ["A", "type A = { b: 1 }", "{ b: 1 }"],
    ["A", "class A", "class A"],
    [
      "f",
      "function f(a: {\n    b: 1;\n}): void\nfunction f(): void",
      "(a: { b: 1; }): void",
    ],
    ["x", undefined, ""],
  ] as const;
  for (const [name, detail, signature] of cases) {
    strictEqual(signatureOfDetail(name, detail), signature);
  }
});

Deno.test("typedCandidates() gives the name alone", () => {
  const candidates = typedCandidates([
    { label: "rate?", insertText: "rate", sortText: "12" },
    { label: "at", insertText: "?.at" },
    { label: "my key", insertText: '["my key"]' },
    { label: "let", kind: 14 },
  ]);
  deepStrictEqual(
    candidates.map(({ name, depth }) => [name, depth]),
    [["rate", 0.5], ["at", 0], ["let", Infinity]],
  );
});

Deno.test("kindOfDetail() tells types from classes and variables", () => {
  const kinds = (kind: string, details: string[]) =>
    details.map((detail) => kindOfDetail(kind, detail));
  deepStrictEqual(
    kinds("variable", ["(alias) interface A", "const a: A", "namespace N"]),
    ["interface", "variable", "module"],
  );
  deepStrictEqual(kinds("class", ["type A = 1", "class A"]), ["type", "class"]);
  strictEqual(kindOfDetail("function", "type A = () => 1"), "function");
  strictEqual(kindOfDetail("class", undefined), "class");
});

Deno.test("isOpen() tells places where other names may stand, too", () => {
  strictEqual(isOpen([]), true);
  strictEqual(isOpen([{ label: "rate?" }]), false);
  strictEqual(isOpen([{ label: "globalThis" }]), true);
});

Deno.test("withoutOrigin() leaves out where a package lies", () => {
  const lies =
    'module "../../node_modules/.deno/zod@3/node_modules/zod/v3/external.d.cts"';
  strictEqual(withoutOrigin(lies), 'module "zod/v3/external.d.cts"');
  strictEqual(withoutOrigin('module "./near.ts"'), 'module "./near.ts"');
});
