import { strictEqual } from "node:assert/strict";
import { fenced, plainText } from "../../../kernel/handlers/markdown.ts";

Deno.test("plainText() takes the marks away", () => {
  const cases = [
    ["**Input shape:** of `x`", "Input shape: of x"],
    ["*@param* `rate` — A share.", "@param rate — A share."],
    ["# Title\n\ntext", "Title\n\ntext"],
    ["see [Deno](https://deno.com)", "see Deno (https://deno.com)"],
    ["see [a.b](#there)", "see a.b"],
    ["2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"],
    ["```ts\nlet **a** = `b`\n```\nend", "let **a** = `b`\nend"],
    ["- one\n- two", "- one\n- two"],
    ["a \\* b", "a * b"],
  ];
  for (const [markdown, plain] of cases) {
    strictEqual(plainText(markdown), plain);
  }
});

Deno.test("fenced() keeps backticks within its block", () => {
  strictEqual(fenced("a ``` b"), "````ts\na ``` b\n````");
});
