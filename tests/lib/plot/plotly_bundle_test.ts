import { strictEqual, throws } from "node:assert/strict";
import { bundleFor } from "../../../lib/plot/plotly_bundle.ts";

const figure = (...data: unknown[]) => JSON.stringify({ data, layout: {} });

Deno.test("bundleFor() takes the small bundle where it has all traces", () => {
  const small = "plotly.js-cartesian-dist-min";
  strictEqual(bundleFor(figure()), small);
  strictEqual(bundleFor(figure({ y: [1] }, { type: "heatmap" })), small);
  strictEqual(
    bundleFor(figure({ y: [1] }, { type: "sankey" })),
    "plotly.js-dist",
  );
  strictEqual(
    bundleFor(figure({ x: ["2000-01-01"], xcalendar: "coptic" })),
    "plotly.js-dist",
  );
});

Deno.test("bundleFor() refuses what only a browser can draw", () => {
  throws(
    () => bundleFor(figure({ type: "scattergl" })),
    /scattergl needs WebGL/,
  );
  throws(() => bundleFor(figure({ type: "surface" })), /surface needs WebGL/);
  throws(
    () => bundleFor(figure({ type: "choropleth" })),
    /choropleth needs a map from the network/,
  );
});
