import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type Place, placeIn } from "../../../kernel/bridge/place.ts";

// The compiler's own, two lines of the cell, and what all is from one place.
const places: Place[] = [
  [1, 1, 0, 0, 1],
  [1, 10, 1, 1, 1],
  [4, 1, 3, 7, 0],
];

Deno.test("placeIn() counts on from where a part begins", () => {
  deepStrictEqual(placeIn(places, 1, 12), { line: 1, column: 3 });
  deepStrictEqual(placeIn(places, 2, 5), { line: 2, column: 5 });
});

Deno.test("placeIn() gives one place for what is all from there", () => {
  deepStrictEqual(placeIn(places, 4, 1), { line: 3, column: 7 });
  deepStrictEqual(placeIn(places, 5, 9), { line: 3, column: 7 });
});

Deno.test("placeIn() gives none for the compiler's own code", () => {
  strictEqual(placeIn(places, 1, 9), undefined);
  strictEqual(placeIn([], 1, 1), undefined);
});
