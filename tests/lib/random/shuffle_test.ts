import { deepStrictEqual, notDeepStrictEqual } from "node:assert/strict";
import { shuffle } from "../../../lib/random/shuffle.ts";

const range = () => Array.from({ length: 50 }, (_, i) => i);

Deno.test("shuffle() keeps every item and repeats a draw's order", () => {
  const draw = { seed: 1, layer: 0, step: 0 };
  const once = shuffle(range(), draw);
  deepStrictEqual(once, shuffle(range(), draw));
  notDeepStrictEqual(once, shuffle(range(), { ...draw, step: 1 }));
  deepStrictEqual(once.toSorted((a, b) => a - b), range());
});
