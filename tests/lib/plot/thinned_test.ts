import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { thinned } from "../../../lib/plot/thinned.ts";

Deno.test("thinned() leaves a short line alone", () => {
  const line = { x: [1, 2, 3, 4], y: [1, NaN, 3, 4] };
  strictEqual(thinned(line, 4).y, line.y);
});

Deno.test("thinned() keeps the ends and each spike, in order", () => {
  const y = Array.from({ length: 1000 }, (_, i) => Math.sin(i));
  y[0] = 0.5;
  y[999] = 0.25;
  y[400] = 9;
  y[401] = -9;
  const x = y.map((_, i) => i);
  const line = thinned({ x, y }, 50);
  ok(line.y.length <= 50);
  deepStrictEqual([line.y[0], line.y.at(-1)], [0.5, 0.25]);
  ok(line.y.includes(9) && line.y.includes(-9));
  deepStrictEqual(line.x, line.x.toSorted((a, b) => a - b));
});

Deno.test("thinned() draws what is left where numbers are missing", () => {
  const y = Array.from({ length: 100 }, (_, i) => i % 2 ? NaN : i);
  const x = y.map((_, i) => i);
  const { y: kept } = thinned({ x, y }, 20);
  ok(kept.filter(Number.isFinite).length > 8);
});
