import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { intervalPlot } from "../../../lib/plot/interval_plot.ts";

const TITLES = { title: "Differences", xTitle: "points" };

Deno.test("intervalPlot() draws each interval around its value and says it", () => {
  const figure = intervalPlot({
    "a < b": { low: -1, high: 3 },
    "a, c": { low: 0, high: 1, value: 0.2 },
  }, { ...TITLES, reference: 0 });
  const [{ x, y, error_x }] = figure.data as Record<string, unknown>[];
  deepStrictEqual(x, [1, 0.2]);
  deepStrictEqual(y, ["a &lt; b", "a, c"]);
  const { array, arrayminus } = error_x as Record<string, number[]>;
  deepStrictEqual([array, arrayminus], [[2, 0.8], [2, 0.2]]);
  strictEqual(
    figure.summary,
    "Differences, points: a < b 1 (-1 to 3); a, c 0.2 (0 to 1)",
  );
  ok(JSON.stringify(figure.layout.shapes).includes("dash"));
});

Deno.test("intervalPlot() refuses what it can't draw", () => {
  throws(() => intervalPlot({}, TITLES), /no interval to draw/);
  throws(
    () => intervalPlot({ a: { low: NaN, high: 1 } }, TITLES),
    /a has no interval/,
  );
});

Deno.test("intervalPlot() breaks a long title into lines, and runs no tags of it", () => {
  const title = `a <i>title</i> ${"of many words ".repeat(6)}`.trim();
  const { layout } = intervalPlot({ a: { low: 0, high: 1 } }, {
    ...TITLES,
    title,
  });
  const { text } = layout.title as { text: string };
  ok(text.startsWith("a &lt;i&gt;title&lt;/i&gt; of many"));
  const lines = text.split("<br>");
  ok(lines.length > 1 && lines.every(({ length }) => length <= 70), text);
});

Deno.test("intervalPlot() breaks the axis's name by the room that long names leave", () => {
  const xTitle =
    "the difference of the accuracies on samples that were kept apart";
  const lines = (name: string) => {
    const intervals = { [name]: { low: 0, high: 1 } };
    const { xaxis } = intervalPlot(intervals, { ...TITLES, xTitle }).layout;
    return (xaxis as { title: { text: string } }).title.text.split("<br>");
  };
  deepStrictEqual(lines("a").join(" "), xTitle);
  const longest = Math.max(
    ...lines("n".repeat(32)).map(({ length }) => length),
  );
  // 464 pixels beside the name, at 9 a letter.
  ok(longest <= 51, String(longest));
});
