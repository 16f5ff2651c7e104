import {
  deepStrictEqual,
  notDeepStrictEqual,
  ok,
  strictEqual,
} from "node:assert/strict";
import { shuffle } from "../../../lib/random/shuffle.ts";

const range = () => Array.from({ length: 50 }, (_, i) => i);

Deno.test("shuffle() keeps every item and repeats a draw's order", () => {
  const draw = { seed: 1, layer: 0, step: 0 };
  const once = shuffle(range(), draw);
  deepStrictEqual(once, shuffle(range(), draw));
  notDeepStrictEqual(once, shuffle(range(), { ...draw, step: 1 }));
  deepStrictEqual(once.toSorted((a, b) => a - b), range());
});

Deno.test("shuffle() gives each order of three as often as the others", () => {
  const draws = 6000;
  const counts = new Map<string, number>();
  for (let step = 0; step < draws; step++) {
    const order = shuffle([0, 1, 2], { seed: 1, layer: 0, step }).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  strictEqual(counts.size, 6);
  // Five standard deviations of a count with a probability of 1/6.
  const tolerance = 5 * Math.sqrt(draws * (1 / 6) * (5 / 6));
  for (const [order, count] of counts) {
    ok(Math.abs(count - draws / 6) < tolerance, `${order}: ${count}`);
  }
});
