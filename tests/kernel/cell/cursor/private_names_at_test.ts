import { deepStrictEqual } from "node:assert/strict";
import { privateNamesAt } from "../../../../kernel/cell/cursor/private_names_at.ts";

function names(marked: string): string[] {
  const offset = marked.indexOf("|");
  return privateNamesAt(marked.replace("|", ""), offset);
}

Deno.test("privateNamesAt() gives those of the classes around, the nearest first", () => {
  deepStrictEqual(names("class A { #a = 1; get #b() { return #| in o } }"), [
    ...["#a", "#b"],
  ]);
  deepStrictEqual(
    names("class A { #a; m() { return class { #c; static #d() { #| } } } }"),
    ["#c", "#d", "#a"],
  );
  deepStrictEqual(names("class A { #a } |"), []);
});
