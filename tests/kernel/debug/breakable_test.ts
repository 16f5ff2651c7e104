import { strictEqual } from "node:assert/strict";
import { breakableFrom } from "../../../kernel/debug/breakable.ts";

const places = [[4, 9], [2, 5], [4, 3], [7, 1]].map(([line, column]) => ({
  script: "In[1]",
  lineNumber: line - 1,
  columnNumber: column - 1,
  line,
  column,
}));

Deno.test("breakableFrom() takes the first place of a line", () => {
  strictEqual(breakableFrom(places, 4), places[2]);
});

Deno.test("breakableFrom() goes on to the next line that has a place", () => {
  strictEqual(breakableFrom(places, 3), places[2]);
  strictEqual(breakableFrom(places, 5), places[3]);
  strictEqual(breakableFrom(places, 8), undefined);
});
