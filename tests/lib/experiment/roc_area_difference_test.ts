import * as tf from "@tensorflow/tfjs";
import { ok, strictEqual, throws } from "node:assert/strict";
import { rocArea } from "../../../lib/experiment/roc_area.ts";
import { rocAreaDifference } from "../../../lib/experiment/roc_area_difference.ts";

/** Samples of two kinds and two scores, which share a part of their noise. */
function samples(seed: number, n: number, gains: [number, number]) {
  const drawn = (at: number) =>
    tf.tidy(() =>
      tf.randomNormal([n], 0, 1, "float32", 10 * seed + at).dataSync()
    );
  const noise = [1, 2, 3].map(drawn);
  const kinds = drawn(4);
  const isPositive = Array.from(kinds, (kind) => kind < -0.5);
  const score = (gain: number, own: number) =>
    isPositive.map((it, i) => (it ? gain : 0) + noise[2][i] + noise[own][i]);
  return { isPositive, scores: score(gains[0], 0), others: score(gains[1], 1) };
}

const split = (isPositive: boolean[], scores: number[]) =>
  [true, false].map((kind) => scores.filter((_, i) => isPositive[i] === kind));

Deno.test("rocAreaDifference() is the difference of both areas, ties and all", () => {
  const { isPositive, scores, others } = samples(1, 200, [1, 0.5]);
  const rounded = scores.map((score) => Math.round(score));
  const [[a, b], [c, d]] = [rounded, others].map((it) => split(isPositive, it));
  const expected = rocArea(a, b).value - rocArea(c, d).value;
  const { mean } = rocAreaDifference(isPositive, rounded, others);
  ok(Math.abs(mean - expected) < 1e-12, `${mean} ${expected}`);
});

Deno.test("its standard error is DeLong's, from the definition", () => {
  const { isPositive, scores, others } = samples(2, 60, [1, 1]);
  const parts = [scores, others].map((it) => {
    const [positives, negatives] = split(isPositive, it);
    const above = (p: number, n: number) => p > n ? 1 : p === n ? 0.5 : 0;
    const mean = (values: number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    return [
      positives.map((p) => mean(negatives.map((n) => above(p, n)))),
      negatives.map((n) => mean(positives.map((p) => above(p, n)))),
    ];
  });
  const variance = [0, 1].reduce((sum, kind) => {
    const [one, other] = [parts[0][kind], parts[1][kind]];
    const differences = one.map((value, i) => value - other[i]);
    const m = differences.length;
    const mean = differences.reduce((a, b) => a + b, 0) / m;
    const squares = differences.map((value) => (value - mean) ** 2);
    return sum + squares.reduce((a, b) => a + b, 0) / (m - 1) / m;
  }, 0);
  const { halfWidth } = rocAreaDifference(isPositive, scores, others);
  ok(Math.abs(halfWidth - 1.959964 * Math.sqrt(variance)) < 1e-6);
});

Deno.test("of scores equally good, about 1 interval in 20 leaves out 0", () => {
  let missed = 0;
  for (let seed = 0; seed < 200; seed++) {
    const { isPositive, scores, others } = samples(seed, 120, [1, 1]);
    if (rocAreaDifference(isPositive, scores, others).excludes(0)) missed++;
  }
  // 10 of 200 with a standard deviation of 3.1: three of them to either side.
  ok(missed > 0 && missed < 20, String(missed));
});

Deno.test("a score against itself differs by nothing, and order gives the sign", () => {
  const { isPositive, scores, others } = samples(3, 80, [2, 0]);
  const same = rocAreaDifference(isPositive, scores, scores);
  strictEqual(same.mean, 0);
  strictEqual(same.halfWidth, 0);
  ok(rocAreaDifference(isPositive, scores, others).low > 0);
  ok(rocAreaDifference(isPositive, others, scores).high < 0);
});

Deno.test("rocAreaDifference() refuses what it can't compare", () => {
  throws(() => rocAreaDifference([true, false], [1], [1, 2]), /2 samples/);
  throws(
    () => rocAreaDifference([true, false], [1, 2], [1, 2]),
    /two samples of each/,
  );
  throws(
    () =>
      rocAreaDifference([true, true, false, false], [1, 2, 3, NaN], [
        1,
        2,
        3,
        4,
      ]),
    /NaN/,
  );
});
