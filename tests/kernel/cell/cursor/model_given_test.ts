import { strictEqual } from "node:assert/strict";
import ts from "typescript";
import { modelGiven } from "../../../../kernel/cell/cursor/model_given.ts";
import { nodeAt } from "../../../../kernel/cell/cursor/node_at.ts";

function model(code: string): string | undefined {
  const options = ts.ScriptTarget.ESNext;
  const file = ts.createSourceFile("a.ts", code, options, true);
  return modelGiven(nodeAt(file, code.indexOf("HERE"))!)?.getText();
}

Deno.test("modelGiven() finds the first argument before a layer's name", () => {
  strictEqual(model("freeze(model, 'HERE')"), "model");
  strictEqual(model("thaw.freeze(a.model, ['one', 'HERE'])"), "a.model");
  strictEqual(model("withPhase(model, { inference: ['HERE'] })"), "model");
  strictEqual(model("fineTune(model, x, y, { base: 'HERE"), "model");
});

Deno.test("modelGiven() finds nothing for other texts", () => {
  strictEqual(model("freeze('HERE', model)"), undefined);
  strictEqual(model("fit(model, x, y, { optimizer: 'HERE' })"), undefined);
  strictEqual(model("freeze(build(), 'HERE')"), undefined);
  strictEqual(model("f(model)('HERE')"), undefined);
  strictEqual(model("f(model, () => 'HERE')"), undefined);
  strictEqual(model("const a = 'HERE'"), undefined);
});
