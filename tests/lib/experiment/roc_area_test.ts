import { ok, strictEqual, throws } from "node:assert/strict";
import { RocArea, rocArea } from "../../../lib/experiment/roc_area.ts";

/** Ratings 1 to 5 of 58 normal and 51 abnormal images (Hanley, McNeil 1982). */
const [NORMAL, ABNORMAL] = [[33, 6, 6, 11, 2], [3, 2, 2, 11, 33]].map(
  (counts) => counts.flatMap((n, rating) => Array(n).fill(rating + 1)),
);

Deno.test("rocArea() gives the example of Hanley and McNeil", () => {
  const area = rocArea(ABNORMAL, NORMAL);
  strictEqual(area.value.toFixed(3), "0.893");
  strictEqual(area.standardError.toFixed(3), "0.032");
  strictEqual(area.format(), "0.89 ± 0.06");
});

Deno.test("rocArea() is 1 for kinds apart and 0.5 where all scores are equal", () => {
  strictEqual(rocArea([3, 4], [1, 2]).value, 1);
  strictEqual(rocArea([1, 2], [3, 4]).value, 0);
  strictEqual(rocArea([1, 1], [1, 1, 1]).value, 0.5);
  ok(new RocArea(1, 5, 5).high === 1);
});

Deno.test("rocArea() refuses what it can't rank", () => {
  throws(() => rocArea([], [1]), /scores of both kinds/);
  throws(() => rocArea([NaN], [1]), /NaN/);
});
