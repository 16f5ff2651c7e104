import { ok, strictEqual, throws } from "node:assert/strict";
import { meanInterval, studentT } from "../../../lib/train/mean_interval.ts";

Deno.test("studentT() gives the values of the printed tables", () => {
  // Three decimals, as tables print them.
  const table = [[1, 12.706], [2, 4.303], [4, 2.776], [9, 2.262], [120, 1.98]];
  for (const [freedom, t] of table) {
    ok(Math.abs(studentT(freedom, 0.95) - t) <= 0.0005, `${freedom}`);
  }
});

Deno.test("meanInterval() spans the mean of a known sample", () => {
  // Mean 3, standard error sqrt(2.5 / 5), t of 4 degrees of freedom.
  const interval = meanInterval([1, 2, 3, 4, 5]);
  strictEqual(interval.n, 5);
  strictEqual(interval.mean, 3);
  strictEqual(interval.format(2), "3.00 ± 1.96");
  ok(interval.excludes(1) && interval.excludes(5) && !interval.excludes(2));
});

Deno.test("meanInterval() throws without two values", () => {
  throws(() => meanInterval([1]), RangeError);
});
