import { strictEqual } from "node:assert/strict";
import { chooseKernel } from "../../../kernel/run/choose_kernel.ts";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";

function choose(kernelspec: object | undefined, asked?: string) {
  const cells = [{ cell_type: "code", source: "1" }];
  const text = JSON.stringify({ nbformat: 4, metadata: { kernelspec }, cells });
  return chooseKernel(parseNotebook(text), asked);
}

Deno.test("chooseKernel() takes our own for TypeScript, whoever wrote it", () => {
  strictEqual(choose(undefined), undefined);
  strictEqual(choose({ name: "thaw" }), undefined);
  strictEqual(choose({ name: "deno", language: "typescript" }), undefined);
  strictEqual(choose({ name: "x", language: "TypeScript" }), undefined);
  strictEqual(choose({ name: 7, language: ["x"] }), undefined);
});

Deno.test("chooseKernel() takes the notebook's for other languages", () => {
  strictEqual(choose({ name: "python3", language: "python" }), "python3");
  strictEqual(choose({ name: "ir" }), "ir");
});

Deno.test("chooseKernel() takes what the user asked for first", () => {
  strictEqual(choose({ name: "thaw" }, "deno"), "deno");
});
