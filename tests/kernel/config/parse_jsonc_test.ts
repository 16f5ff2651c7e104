import { deepStrictEqual, rejects } from "node:assert/strict";
import { parseJsonc } from "../../../kernel/config/parse_jsonc.ts";

Deno.test("parseJsonc() reads comments and trailing commas", async () => {
  deepStrictEqual(await parseJsonc('{"a": [1, 2]}'), { a: [1, 2] });
  deepStrictEqual(
    await parseJsonc('// b\n{"a": /* c */ [1, 2,], "u": "//no",}'),
    { a: [1, 2], u: "//no" },
  );
});

Deno.test("parseJsonc() throws on what is neither", async () => {
  await rejects(parseJsonc('{"a": '), SyntaxError);
  await rejects(parseJsonc("imports: a"), SyntaxError);
});
