import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import {
  meanInterval,
  pairedInterval,
  studentT,
} from "../../../lib/experiment/mean_interval.ts";

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

/** Hours of sleep gained with two drugs (Student, 1908). */
const [FIRST, SECOND] = [
  [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
];

Deno.test("pairedInterval() gives Student's own example", () => {
  // As R's t.test(sleep, paired = TRUE) has it: -2.459886 to -0.700114,
  // p = 0.002833.
  const interval = pairedInterval(FIRST, SECOND);
  ok(Math.abs(interval.low + 2.459886) < 1e-6, `${interval.low}`);
  ok(Math.abs(interval.high + 0.700114) < 1e-6, `${interval.high}`);
  ok(Math.abs(interval.test(0) - 0.002833) < 5e-7, `${interval.test(0)}`);
  throws(() => pairedInterval([1, 2], [1, 2, 3]), /2 values can't be paired/);
});

Deno.test("MeanInterval.test() is 5 % at the ends of the interval", () => {
  const interval = meanInterval(FIRST);
  ok(Math.abs(interval.test(interval.low) - 0.05) < 1e-9);
  strictEqual(meanInterval([2, 2]).test(2), 1);
  strictEqual(meanInterval([2, 2]).test(3), 0);
});

Deno.test("MeanInterval.detectable is what would be seen in four of five", () => {
  // The printed t of 9 degrees of freedom: 2.262 (95 %, both sides) and 0.883
  // (80 %, one side), in standard errors.
  const interval = meanInterval(FIRST);
  const error = interval.halfWidth / 2.262;
  ok(Math.abs(interval.detectable / error - (2.262 + 0.883)) < 2e-3);
});

Deno.test("meanInterval() is as wide as the confidence asks", () => {
  // The printed t of 9 degrees of freedom at 99 %: 3.250.
  const [usual, sure] = [meanInterval(FIRST), meanInterval(FIRST, 0.99)];
  ok(Math.abs(sure.halfWidth / usual.halfWidth - 3.250 / 2.262) < 1e-3);
  ok(Math.abs(sure.test(sure.low) - 0.01) < 1e-9);
  const error = sure.halfWidth / 3.250;
  ok(Math.abs(sure.detectable / error - (3.250 + 0.883)) < 2e-3);
  throws(() => meanInterval(FIRST, 95), /in \(0, 1\), got 95/);
});

Deno.test("meanInterval() takes typed arrays, and no texts, whose sum is another", () => {
  deepStrictEqual(
    meanInterval(new Float32Array([1, 2, 3])),
    meanInterval([1, 2, 3]),
  );
  throws(() => meanInterval(["1", "2"] as never), /an array of numbers/);
});
