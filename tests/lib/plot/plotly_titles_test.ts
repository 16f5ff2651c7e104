import { deepStrictEqual, match } from "node:assert/strict";
import { Figure } from "../../../lib/plot/figure.ts";
import { plotlyTitles } from "../../../lib/plot/plotly_titles.ts";

Deno.test("plotlyTitles() turns texts into titles, at every depth", () => {
  const meta = { title: "mine" };
  const tickvals = Float32Array.of(1, 2);
  deepStrictEqual(
    plotlyTitles({
      title: "A figure",
      xaxis: { title: "epoch", tickvals },
      yaxis2: { title: { text: "rate" } },
      legend: { title: "run" },
      meta,
    }),
    {
      title: { text: "A figure" },
      xaxis: { title: { text: "epoch" }, tickvals },
      yaxis2: { title: { text: "rate" } },
      legend: { title: { text: "run" } },
      meta,
    },
  );
});

Deno.test("a Figure's picture shows titles that are texts", async () => {
  const layout = { title: "A figure", xaxis: { title: "epoch" } };
  const svg = await new Figure([{ y: [1, 2] }], layout, "two points").toSvg();
  match(svg, />A figure</);
  match(svg, />epoch</);
});
