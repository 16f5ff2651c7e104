import { deepStrictEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { MUTANTS } from "./mutants.ts";

Deno.test("every fault's text stands in its file exactly once", () => {
  const wrong = MUTANTS.filter(({ file, find }) => {
    const path = new URL(`../../lib/${file}`, import.meta.url);
    return readFileSync(path, "utf8").split(find).length !== 2;
  });
  deepStrictEqual(wrong.map(({ name, file }) => `${file}: ${name}`), []);
});
