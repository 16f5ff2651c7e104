import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { MimeBundle } from "../../../lib/display/mime_bundle.ts";
import { Figure } from "../../../lib/plot/figure.ts";
import { LiveFigure } from "../../../lib/plot/live_figure.ts";
import { layout } from "../../../lib/plot/theme.ts";

const PLOTLY_JSON = "application/vnd.plotly.v1+json";

function figure(step: number): Figure {
  const data = [{ type: "scatter", y: [step] }];
  return new Figure(data, layout("A state"), `step ${step}`);
}

/** Collects what is shown, and can be waited for. */
function screen() {
  const shown: MimeBundle[] = [];
  let wake = () => {};
  return {
    shown,
    display: {
      interval: 0,
      screen: (bundle: MimeBundle) => {
        shown.push(bundle);
        wake();
      },
    },
    async until(isSeen: (bundle: MimeBundle) => boolean) {
      while (!shown.some(isSeen)) {
        await new Promise<void>((resolve) => wake = resolve);
      }
    },
  };
}

Deno.test("LiveFigure shows each state at once, and pictures as they are drawn", async () => {
  const { shown, display, until } = screen();
  const live = new LiveFigure(display);
  live.update(() => figure(1));
  live.update(() => figure(2));
  await Promise.resolve();
  await until((bundle) => bundle["text/plain"] === "step 2");
  // No picture is there yet: the worker has only begun to load.
  deepStrictEqual(shown.map((bundle) => "image/svg+xml" in bundle), [
    false,
    false,
  ]);
  await until((bundle) => "image/svg+xml" in bundle);
  await live.finish(figure(3));
  const last = shown.at(-1)!;
  ok(PLOTLY_JSON in last && "image/png" in last && "image/svg+xml" in last);
});

Deno.test("LiveFigure never goes back to an earlier state", async () => {
  const { shown, display, until } = screen();
  const live = new LiveFigure(display);
  let step = 0;
  const timer = setInterval(() => live.update(() => figure(++step)), 10);
  await until((bundle) => "image/svg+xml" in bundle);
  clearInterval(timer);
  await live.finish(figure(++step));
  const steps = shown.map((bundle) =>
    Number(String(bundle["text/plain"]).replace("step ", ""))
  );
  deepStrictEqual(steps, steps.toSorted((a, b) => a - b));
  strictEqual(steps.at(-1), step);
});

Deno.test("LiveFigure.settle() gives the newest state its picture", async () => {
  const { shown, display } = screen();
  const live = new LiveFigure(display);
  // All but the first come while that is drawn.
  for (let step = 1; step <= 3; step++) live.update(() => figure(step));
  await live.settle();
  strictEqual(shown.at(-1)!["text/plain"], "step 3");
  const svg = shown.at(-1)!["image/svg+xml"];
  strictEqual(svg, await figure(3).toSvg());
  await live.settle();
});
