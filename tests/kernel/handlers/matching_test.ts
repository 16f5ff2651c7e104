import { deepStrictEqual } from "node:assert/strict";
import { matching } from "../../../kernel/handlers/matching.ts";

function names(prefix: string, ...candidates: [string, number][]): string[] {
  return matching(
    candidates.map(([name, depth]) => ({ name, depth, kind: "property" })),
    prefix,
  ).map(({ name }) => name);
}

Deno.test("matching() ignores case, but puts what is equal first", () => {
  deepStrictEqual(names("ma", ["Map", 0], ["mat", 1], ["other", 0]), [
    "mat",
    "Map",
  ]);
});

Deno.test("matching() puts what is near before what is far", () => {
  deepStrictEqual(names("", ["b", 0], ["a", 1], ["c", 0]), ["b", "c", "a"]);
});

Deno.test("matching() offers a name once, as the nearest", () => {
  deepStrictEqual(
    matching([
      { name: "a", kind: "keyword", depth: 2 },
      { name: "a", kind: "class", depth: 0 },
    ], "a"),
    [{ name: "a", kind: "class", depth: 0 }],
  );
});

Deno.test("matching() puts what is deprecated behind the rest", () => {
  const item = { label: "ab", tags: [1] };
  const found = matching([
    { name: "ab", kind: "function", depth: 0, item },
    { name: "ac", kind: "function", depth: 1 },
  ], "a");
  deepStrictEqual(found.map(({ name }) => name), ["ac", "ab"]);
});

Deno.test("matching() puts names that are not for others to use last", () => {
  const names = ["$data", "_data", "$", "data"];
  const candidates = names.map((name) => ({
    name,
    kind: "property",
    depth: 0,
  }));
  const found = matching(candidates, "").map(({ name }) => name);
  deepStrictEqual(found, ["$", "data", "$data", "_data"]);
});

Deno.test("matching() sorts as editors do, whatever the case", () => {
  const found = names("", ["Beta", 0], ["Abs", 0], ["alpha", 0], ["abs", 0]);
  deepStrictEqual(found, ["abs", "Abs", "alpha", "Beta"]);
});
