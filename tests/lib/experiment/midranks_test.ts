import { deepStrictEqual, throws } from "node:assert/strict";
import { midranks } from "../../../lib/experiment/midranks.ts";

Deno.test("midranks() gives equal scores the mean of their places", () => {
  deepStrictEqual(midranks([30, 10, 20, 10]), [4, 1.5, 3, 1.5]);
  deepStrictEqual(midranks([0, -0, 0]), [2, 2, 2]);
  deepStrictEqual(midranks([]), []);
});

Deno.test("midranks() refuses what has no place", () => {
  throws(() => midranks([1, NaN]), /A score is NaN/);
});
