import { strictEqual } from "node:assert/strict";
import { lineMode } from "../../../lib/plot/line_mode.ts";

Deno.test("lineMode() marks the points of short lines", () => {
  strictEqual(lineMode([1, 2]), "lines+markers");
  strictEqual(lineMode(Array(51).fill(1)), "lines");
});

Deno.test("lineMode() marks a point that stands alone, which has no line", () => {
  strictEqual(lineMode([1, 2], 0), "lines");
  strictEqual(lineMode([1], 0), "lines+markers");
  strictEqual(lineMode([1, 2, null, 3], 0), "lines+markers");
  strictEqual(lineMode([NaN, 1, null, 3, 4], 0), "lines+markers");
  strictEqual(lineMode([null, 3, 4, null], 0), "lines");
});
