import { ok } from "node:assert/strict";
import { DISPLAY } from "../../../lib/display/mime_bundle.ts";
import { Figure } from "../../../lib/plot/figure.ts";

const MEGABYTE = 1e6;

Deno.test("pictures drawn one after the other do not pile up in memory", async () => {
  // 12 MB of pixels each: 17 of them would be 200 MB.
  const draw = (i: number) =>
    new Figure(
      [{ type: "scatter", x: [1, 2], y: [i, 2] }],
      { width: 2000, height: 1500 },
      "large",
    )[DISPLAY]();
  await draw(0);
  const before = Deno.memoryUsage().rss;
  for (let i = 1; i <= 17; i++) await draw(i);
  const grown = (Deno.memoryUsage().rss - before) / MEGABYTE;
  ok(grown < 140, `grew by ${grown} MB`);
});
