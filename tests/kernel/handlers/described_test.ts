import { strictEqual } from "node:assert/strict";
import { described } from "../../../kernel/handlers/described.ts";

Deno.test("described() shows an object by its first properties", () => {
  const data = described({
    name: "a",
    look: {
      value: {
        type: "object",
        className: "A",
        preview: {
          type: "object",
          description: "A",
          overflow: true,
          properties: [
            { name: "x", type: "number", value: "1" },
            { name: "get", type: "accessor" },
          ],
        },
      },
    },
  }, 0);
  strictEqual(data["text/plain"], "a: A\n\nA {x: 1, get: accessor, …}");
});

Deno.test("described() gives a tensor's shape and type", () => {
  const value = { type: "object", className: "Tensor", description: "Tensor" };
  const look = { value, shape: [2, 3], dtype: "float32" };
  const data = described({ name: "t", look }, 0);
  strictEqual(data["text/plain"], "t: Tensor, shape [2, 3], float32");
});

Deno.test("described() gives the whole source only when asked to", () => {
  const source = "function f() { return 1 }";
  const value = { type: "function", description: source };
  const subject = { name: "f", look: { value }, signature: "function f()" };
  const text = (detail: 0 | 1) => described(subject, detail)["text/plain"];
  strictEqual(text(0), "f: function\n\nfunction f()");
  strictEqual(text(1), `f: function\n\n${source}`);
});

Deno.test("described() keeps backticks within its block of code", () => {
  const value = { type: "string", value: "```" };
  const data = described({ name: "s", look: { value } }, 0);
  strictEqual(data["text/markdown"], '`s`: string\n\n````ts\n"```"\n````');
});
