import { strictEqual } from "node:assert/strict";
import ts from "typescript";
import { isInAttributes } from "../../../../kernel/cell/cursor/in_attributes.ts";

function isIn(marked: string): boolean {
  const at = marked.indexOf("|");
  const code = marked.replace("|", "");
  const options = ts.ScriptTarget.ESNext;
  const file = ts.createSourceFile("a.ts", code, options, true);
  return isInAttributes(file, at);
}

Deno.test("isInAttributes() knows the braces behind an import", () => {
  strictEqual(isIn("import a from './a.json' with { | }"), true);
  strictEqual(isIn("import a from './a.json' with { ty| }"), true);
  strictEqual(isIn("export { a } from './a.json' with { | }"), true);
  strictEqual(isIn("import a from './a.json' wi| { }"), false);
  strictEqual(isIn("import { | } from './a.json' with {}"), false);
  strictEqual(isIn("const a = { | }"), false);
});
