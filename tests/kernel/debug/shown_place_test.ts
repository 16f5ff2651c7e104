import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { Place } from "../../../kernel/bridge/place.ts";
import { firstColumn, shownPlace } from "../../../kernel/debug/shown_place.ts";

// `HEAD;a = 1;\nb\nENDED(c)`, where the cell is `a = 1;\nb\nc`.
const places: Place[] = [
  [1, 1, 0, 0, 1],
  [1, 6, 1, 1, 1],
  [3, 1, 0, 0, 1],
  [3, 7, 3, 1, 1],
  [3, 8, 0, 0, 1],
];

Deno.test("shownPlace() leads to what the user wrote", () => {
  deepStrictEqual(shownPlace(places, 1, 8), { line: 1, column: 3 });
  deepStrictEqual(shownPlace(places, 2, 1), { line: 2, column: 1 });
});

Deno.test("shownPlace() shows what is around an expression where that begins", () => {
  deepStrictEqual(shownPlace(places, 3, 1), { line: 3, column: 1 });
});

Deno.test("shownPlace() hides the compiler's own code before and behind", () => {
  strictEqual(shownPlace(places, 1, 1), undefined);
  strictEqual(shownPlace(places, 1, 3), undefined);
  strictEqual(shownPlace(places, 3, 8), undefined);
});

Deno.test("firstColumn() finds where a line of the cell begins in its script", () => {
  strictEqual(firstColumn(places, 1, 1), 6);
  strictEqual(firstColumn(places, 2, 2), 1);
  strictEqual(firstColumn(places, 3, 3), 7);
  strictEqual(firstColumn(places, 3, 9), Infinity);
});
