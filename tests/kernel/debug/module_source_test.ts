import { deepStrictEqual, strictEqual } from "node:assert/strict";
import ts from "typescript";
import { ModuleSource } from "../../../kernel/debug/module_source.ts";

const TEXT = "interface A {\n  b: number;\n}\n\nexport const c: number = 1;\n";

function mapUrl(text: string): string {
  const { sourceMapText } = ts.transpileModule(text, {
    compilerOptions: { sourceMap: true, inlineSources: true },
  });
  return `data:application/json;base64,${btoa(sourceMapText!)}`;
}

Deno.test("ModuleSource leads back to the module as it was written", () => {
  const source = ModuleSource.from(mapUrl(TEXT))!;
  strictEqual(source.text, TEXT);
  const { outputText } = ts.transpileModule(TEXT, {});
  const lines = outputText.split("\n");
  const line = lines.findIndex((text) => text.includes("c = 1"));
  deepStrictEqual(source.original(line, lines[line].indexOf("1")), {
    line: 4,
    column: TEXT.split("\n")[4].indexOf("1"),
  });
});

Deno.test("ModuleSource is none where there is no map that can be read", () => {
  strictEqual(ModuleSource.from(undefined), undefined);
  strictEqual(ModuleSource.from("model.js.map"), undefined);
  const broken = `data:application/json;base64,${btoa("{")}`;
  strictEqual(ModuleSource.from(broken), undefined);
});
