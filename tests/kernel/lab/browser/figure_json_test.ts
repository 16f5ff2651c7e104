import { deepStrictEqual, strictEqual } from "node:assert/strict";
import {
  figureOf,
  fitted,
} from "../../../../kernel/lab/browser/figure_json.ts";

Deno.test("figureOf() takes only the settings that name no server", () => {
  const config = { scrollZoom: true, plotlyServerURL: "https://x.invalid" };
  deepStrictEqual(figureOf({ data: [], layout: {}, config }).config, {
    scrollZoom: true,
  });
});

Deno.test("figureOf() takes titles that are texts, wherever Plotly has them", () => {
  const meta = { title: "mine" };
  const { data, layout } = figureOf({
    data: [{ y: [1], marker: { colorbar: { title: "loss" } }, meta }],
    layout: {
      title: "A figure",
      xaxis: { title: "epoch" },
      yaxis2: { title: { text: "rate" } },
      scene: { zaxis: { title: "depth" } },
    },
  });
  deepStrictEqual(data, [
    { y: [1], marker: { colorbar: { title: { text: "loss" } } }, meta },
  ]);
  deepStrictEqual(layout, {
    title: { text: "A figure" },
    xaxis: { title: { text: "epoch" } },
    yaxis2: { title: { text: "rate" } },
    scene: { zaxis: { title: { text: "depth" } } },
  });
});

Deno.test("figureOf() reads what is no figure as an empty one", () => {
  const empty = { data: [], layout: {}, config: {} };
  for (const output of [undefined, null, "x", [1], { data: "x", layout: 3 }]) {
    deepStrictEqual(figureOf(output), empty);
  }
});

Deno.test("fitted() leaves a figure the width it is laid out for, down to half", () => {
  const figure = figureOf({ data: [], layout: { width: 720, height: 400 } });
  strictEqual(fitted(figure, 1200, []).layout.width, 720);
  strictEqual(fitted(figure, 500, []).layout.width, 720);
  strictEqual(fitted(figure, 300, []).layout.width, 600);
});

Deno.test("fitted() gives a figure without a width that of its place", () => {
  const { layout } = fitted(figureOf({ data: [] }), 900, []);
  strictEqual(layout.width, 900);
});

Deno.test("fitted() takes a size that is none as not set", () => {
  const figure = figureOf({ layout: { width: -3, height: 0 } });
  const { layout } = fitted(figure, 900, []);
  deepStrictEqual([layout.width, layout.height], [900, 450]);
});

Deno.test("fitted() leaves a figure its own uirevision", () => {
  const figure = figureOf({ data: [], layout: { uirevision: 7 } });
  strictEqual(fitted(figure, 900, []).layout.uirevision, 7);
});

Deno.test("fitted() takes away the button that sends data to a server", () => {
  const { config } = fitted(figureOf({ data: [] }), 900, []);
  strictEqual(config.showSendToCloud, false);
  strictEqual(config.plotlyServerURL, "");
});
