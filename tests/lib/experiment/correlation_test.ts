import { strictEqual, throws } from "node:assert/strict";
import { correlation } from "../../../lib/experiment/correlation.ts";

Deno.test("correlation() gives Anscombe's", () => {
  // Anscombe, Am. Stat. 27 (1973), pp. 17-21: 0.816 for the first two sets.
  const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
  const y1 = [
    8.04,
    6.95,
    7.58,
    8.81,
    8.33,
    9.96,
    7.24,
    4.26,
    10.84,
    4.82,
    5.68,
  ];
  const y2 = [9.14, 8.14, 8.74, 8.77, 9.26, 8.1, 6.13, 3.1, 9.13, 7.26, 4.74];
  strictEqual(correlation(x, y1).toFixed(4), "0.8164");
  strictEqual(correlation(x, y2).toFixed(4), "0.8162");
});

Deno.test("correlation() of a constant is 0, of other lengths an error", () => {
  strictEqual(correlation([0.1, 0.1, 0.1], [1, 2, 3]), 0);
  strictEqual(correlation([1, 2], [0, 0]), 0);
  throws(() => correlation([1], [1]), RangeError);
  throws(() => correlation([1, 2], [1]), RangeError);
});
