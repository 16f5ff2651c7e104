import { deepStrictEqual } from "node:assert/strict";
import { expressionBefore } from "../../../../kernel/cell/mod.ts";

/** The expression before `|`, with a mark if it needs local names. */
function before(marked: string): string | undefined {
  const offset = marked.indexOf("|");
  const found = expressionBefore(marked.replace("|", ""), offset);
  return found && (found.local ? `${found.text} (local)` : found.text);
}

Deno.test("expressionBefore() takes what ends in a bracket, as much as there is", () => {
  const rows: [string, string | undefined][] = [
    ["a[0]|", "a[0]"],
    ["a[0]|.b", "a[0]"],
    ["1 + a.b(1)|", "a.b(1)"],
    ["f(g(1)|)", "g(1)"],
    ["new A(1)|", "new A(1)"],
    ["(a)|", "(a)"],
    ["x = a(1)(2)|;", "a(1)(2)"],
    ["function f(a) { return a[0]| }", "a[0] (local)"],
    ["a|", undefined],
    ["[1]|", undefined],
    ["// a[0]|", undefined],
    ["'a[0]|'", undefined],
    ["", undefined],
  ];
  deepStrictEqual(rows.map(([code]) => [code, before(code)]), rows);
});
