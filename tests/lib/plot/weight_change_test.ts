import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { weightChange } from "../../../lib/plot/weight_change.ts";

const row = {
  path: "dense",
  name: "kernel",
  role: "trains",
  distance: 2,
  relative: 0.5,
};

Deno.test("weightChange() tells what trained from what moved untrained", () => {
  const { data, summary } = weightChange({
    rows: [
      row,
      { ...row, name: "bias", relative: 0 },
      { ...row, path: "norm", name: "moving_mean", role: "state" },
      { ...row, path: "base", role: "frozen", relative: 0 },
    ],
  });
  deepStrictEqual(data.map(({ name, y }) => [name, y]), [
    ["trained", ["dense/kernel"]],
    ["trained, unmoved", ["dense/bias"]],
    ["moved untrained", ["norm/moving_mean"]],
    ["frozen", ["base/kernel"]],
  ]);
  strictEqual(summary.includes("base/kernel 0 (frozen)"), true);
});

Deno.test("weightChange() tells the distance of what was 0 before", () => {
  const { data, summary } = weightChange([{ ...row, relative: Infinity }]);
  deepStrictEqual(data[0].text, ["2 from 0"]);
  strictEqual(summary, "How far the weights moved: dense/kernel 2 from 0");
});

Deno.test("weightChange() draws rows that were kept as JSON", () => {
  const rows = [
    row,
    { ...row, name: "bias", relative: Infinity },
    { ...row, name: "broken", relative: NaN, distance: NaN },
  ];
  const kept = JSON.parse(JSON.stringify({ rows }));
  strictEqual(weightChange(kept).summary, weightChange(rows).summary);
});

Deno.test("weightChange() needs no legend for one kind", () => {
  strictEqual(weightChange([row]).layout.showlegend, false);
});

Deno.test("weightChange() throws without rows, and on rows of other kinds", () => {
  throws(() => weightChange([]), RangeError);
  // What audit() gives has rows too: layers, none of which has moved.
  const audited = { path: "dense", trains: 8, frozen: 0, state: 0 };
  for (const wrong of [[row, audited], { rows: [audited] }, [null]]) {
    throws(
      () => weightChange(wrong as never),
      /^TypeError: weightChange needs what trackChanges\(\) gives/,
    );
  }
});

Deno.test("weightChange() takes weights that have become NaN", () => {
  const { data } = weightChange([{ ...row, relative: NaN, distance: NaN }]);
  strictEqual(data[0].name, "trained");
});
