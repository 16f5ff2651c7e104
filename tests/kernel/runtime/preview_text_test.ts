import { strictEqual } from "node:assert/strict";
import type { RemoteObject } from "../../../kernel/cdp/domains.ts";
import { previewText } from "../../../kernel/runtime/preview_text.ts";

function preview(description: string, names: string[], overflow = false) {
  const properties = names.map((name) => ({
    name,
    type: "number",
    value: "1",
  }));
  return previewText({
    type: "object",
    description,
    preview: { type: "object", description, overflow, properties },
  } as RemoteObject);
}

Deno.test("previewText() shows the properties of an object", () => {
  strictEqual(preview("Object", ["a", "Symbol(b)"]), "{a: 1, Symbol(b): 1}");
  strictEqual(preview("Dog", ["age"]), "Dog {age: 1}");
  strictEqual(preview("Dog", ["age"], true), "Dog {age: 1, …}");
});

Deno.test("previewText() leaves out what a class keeps under symbols", () => {
  strictEqual(preview("Response", ["Symbol(state)"]), "Response {…}");
  strictEqual(preview("Dog", ["age", "Symbol(state)"]), "Dog {age: 1, …}");
});
