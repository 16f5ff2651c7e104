import { strictEqual } from "node:assert/strict";
import { placeOf } from "../../../kernel/language/place_of.ts";

const parts = {
  folder: "/home/me/notes",
  project: "/cache/types/1-a",
  executionCount: (path: string) =>
    path.endsWith("thaw_cell_2.ts") ? 7 : undefined,
};

function at(path: string, line: number): string | undefined {
  const position = { line, character: 0 };
  const range = { start: position, end: position };
  return placeOf({ uri: `file://${path}`, range }, parts);
}

Deno.test("placeOf() names cells, files and packages", () => {
  const { project } = parts;
  const cells = `${project}/root/home/me/notes`;
  strictEqual(at(`${cells}/thaw_cell_2.ts`, 3), "In[7]:3");
  strictEqual(at(`${cells}/thaw_notebook.ts`, 3), undefined);
  strictEqual(at("/home/me/notes/a/b.ts", 3), "./a/b.ts:4");
  strictEqual(at("/home/me/other.ts", 0), "/home/me/other.ts:1");
  strictEqual(
    at(`${project}/node_modules/%40scope/a/index.d.ts`, 9),
    "@scope/a/index.d.ts:10",
  );
  strictEqual(at(`${project}/deno.d.ts`, 9), "Deno");
  strictEqual(at("/x/typescript/lib/lib.es5.d.ts", 9), "lib.es5.d.ts");
  strictEqual(
    at(`${project}/remote/https/deno.land/x/mod.ts`, 9),
    "https://deno.land/x/mod.ts",
  );
});
