import { deepStrictEqual, throws } from "node:assert/strict";
import { multiHot } from "../../../lib/data/multi_hot.ts";

Deno.test("multiHot() marks the numbers that occur, once", () => {
  const rows = multiHot([[0, 2, 2], Int32Array.of(3), []], 4);
  deepStrictEqual(rows.arraySync(), [[1, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]]);
  rows.dispose();
});

Deno.test("multiHot() throws on a number beyond the width", () => {
  throws(
    () => multiHot([[1], [4]], 4),
    /Number 4 in list 1 is outside \[0, 4\)/,
  );
  throws(() => multiHot([[-1]], 4), RangeError);
  throws(() => multiHot([[1.5]], 4), /1\.5 in list 0 is no whole number/);
});

Deno.test("multiHot() refuses numbers that are in no list, as labels are", () => {
  throws(
    () => multiHot([1, 2] as unknown as number[][], 4),
    /list 0 of multiHot must be an array, got 1/,
  );
});
