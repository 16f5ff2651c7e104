import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { Edits } from "../../../../kernel/cell/rewrite/edits.ts";

function applied(base: string, edit: (edits: Edits) => void) {
  const edits = new Edits();
  edit(edits);
  return edits.apply(base, [{ start: 0, end: base.length }]);
}

Deno.test("Edits nests what wraps one range as it was made, outer first", () => {
  const { text } = applied("x", (edits) => {
    edits.wrap(0, 1, "(", ")");
    edits.wrap(0, 1, "[", "]");
  });
  strictEqual(text, "([x])");
});

Deno.test("Edits ends ranges before it begins others at the same place", () => {
  const { text } = applied("ab", (edits) => {
    edits.wrap(1, 2, "<", ">");
    edits.wrap(0, 1, "(", ")");
  });
  strictEqual(text, "(a)<b>");
});

Deno.test("Edits leads each offset back to where it is from", () => {
  const { text, origin } = applied("let a = 1", (edits) => {
    edits.insert(8, "await ");
    edits.replace(0, 3, "var");
  });
  strictEqual(text, "var a = await 1");
  strictEqual(origin(4), 4);
  // What was inserted, at any of its characters, and what follows it.
  deepStrictEqual([8, 10, 14].map(origin), [8, 8, 8]);
});

Deno.test("Edits keeps the ends of lines of what it replaces", () => {
  const { text } = applied("a\nb\nc", (edits) => {
    edits.replace(0, 3, "x", "a\nb");
  });
  strictEqual(text, "x\n\nc");
});

Deno.test("Edits leaves out what lies in a region that is replaced", () => {
  const edits = new Edits();
  edits.insert(1, "!");
  edits.insert(4, "?");
  const { text } = edits.apply("ab\ncd", [
    { start: 0, end: 3, instead: "" },
    { start: 3, end: 5 },
  ]);
  strictEqual(text, "\nc?d");
});
