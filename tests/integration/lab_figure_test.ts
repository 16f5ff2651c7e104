/**
 * Figures in JupyterLab with Thaw's extension, as a person sees them.
 */

import { Buffer } from "node:buffer";
import { PNG } from "pngjs";
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  isCode,
  type Notebook,
  parseNotebook,
} from "../../kernel/notebook/notebook.ts";
import { cellsHtml, htmlPage } from "../../kernel/report/page.ts";
import { launchBrowser } from "../harness/launch_browser.ts";
import { LabPage } from "../harness/lab_page.ts";
import { LabServer } from "../harness/lab_server.ts";
import { notebook } from "../harness/notebook.ts";

const TRAIN = `
import * as tf from "@tensorflow/tfjs";
import { fit, liveLossCurve } from "thaw";
const layer = tf.layers.dense({ inputShape: [4], units: 1 });
const model = tf.sequential({ layers: [layer] });
model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
const x = tf.randomNormal([64, 4]), y = x.sum(1, true);
const slowly = { onEpochEnd: () => new Promise((r) => setTimeout(r, 20)) };
await fit(model, x, y, { epochs: 200, callbacks: [liveLossCurve(), slowly] });`;

const HOSTILE = "<img src=x onerror=window.hacked=1><script>hacked=1</script>";

const PLOTLY = "application/vnd.plotly.v1+json";

const TOUR = new URL("../../notebooks/tour/welcome.ipynb", import.meta.url);

/**
 * The tour as somebody else saved it, whose outputs are not trusted, with
 * another figure. That is out of sight at first.
 */
function saved(figure: object, text: string): object {
  const made = parseNotebook(Deno.readTextFileSync(TOUR));
  for (const cell of made.cells.filter(isCode)) {
    for (const output of cell.outputs) {
      if ("data" in output && output.data[PLOTLY]) {
        output.data = { [PLOTLY]: figure, "text/plain": text };
      }
    }
  }
  return made;
}

const NOTEBOOKS = {
  "train.ipynb": notebook(
    TRAIN,
    `import { lossCurve } from "thaw";
const show = (loss, update) =>
  Deno.jupyter.display(lossCurve({ loss }), { display_id: "zoomed", update });
await show([9, 3, 2, 2.2, 1.9, 2], false)`,
    `await show([9, 3, 2, 2.2, 1.9, 2, 1.5, 1.4, 1.2], true)`,
  ),
  "saved.ipynb": saved({
    data: [{ type: "scatter", x: [1, 2, 3], y: [1, 3, 2], name: HOSTILE }],
    layout: {
      title: { text: HOSTILE, subtitle: { text: "below the title" } },
      width: 700,
      height: 300,
      showlegend: true,
    },
  }, `What it shows ${HOSTILE}`),
  "shown.ipynb": notebook(`const show = (...data) =>
  Deno.jupyter.broadcast("display_data", {
    data: { "${PLOTLY}": { data, layout: { height: 300 } } },
    metadata: {},
  });
await show({ y: [1, 2] });
await show({ type: "choropleth", locations: ["FRA"], z: [1] });`),
};

/** Counts changes of the curve, and how often Plotly began anew. */
const COUNT_FRAMES = `(() => {
  globalThis.frames_ = { count: 0, anew: 0 };
  let last, element;
  const look = () => {
    const svg = document.querySelector(".thaw-figure .main-svg");
    const line = svg?.querySelector(".scatterlayer .js-line")?.getAttribute("d");
    if (line && line !== last) {
      frames_.count++;
      if (svg !== element) frames_.anew++;
      [last, element] = [line, svg];
    }
    requestAnimationFrame(look);
  };
  look();
})()`;

/** The colour of the figure's paper. */
const PAPER =
  `getComputedStyle(document.querySelector(".thaw-figure .main-svg")).backgroundColor`;

Deno.test("figures in JupyterLab", async (t) => {
  const browser = await launchBrowser();
  try {
    await using server = await LabServer.start(NOTEBOOKS);

    await t.step(
      "a live curve changes in place, follows the theme and keeps the zoom",
      async () => {
        await using lab = await LabPage.open(
          browser,
          server.notebookUrl("train.ipynb"),
        );
        const { page } = lab;
        await page.evaluate(COUNT_FRAMES);
        await lab.run(0);
        await page.locator(".thaw-figure .js-line").first().waitFor();
        await lab.ran(0, 1);
        await page.locator(
          '.thaw-figure[aria-label*="Loss per epoch over 200 epochs"]',
        ).waitFor();
        const { count, anew } = await page.evaluate("frames_") as {
          count: number;
          anew: number;
        };
        // Five a second in the 4 seconds that the epochs take by themselves; a
        // busy machine has more time for them.
        ok(count >= 20, `${count} frames`);
        strictEqual(anew, 1);

        // One figure is saved, not 200.
        const saving = page.waitForResponse((response) =>
          response.request().method() === "PUT" &&
          response.url().includes("train.ipynb") && response.ok()
        );
        await page.keyboard.press("Control+s");
        await saving;
        const saved = await fetch(`${server.url}/api/contents/train.ipynb`);
        const outputs: { data?: Record<string, unknown> }[] =
          (await saved.json()).content.cells[0].outputs;
        const figures = outputs.filter(({ data }) => data && PLOTLY in data);
        strictEqual(figures.length, 1);
        // With an SVG and a PNG of about 40 kB, and 400 numbers.
        ok(JSON.stringify(outputs).length < 80_000);

        await lab.until(`${PAPER} === "rgb(255, 255, 255)"`);
        await lab.theme("JupyterLab Dark");
        await lab.until(`${PAPER} === "rgb(17, 17, 17)"`);

        // Epochs that are added leave the part alone that a person looks at.
        await lab.run(1);
        const figure = lab.cell(1).locator(".thaw-figure");
        await figure.scrollIntoViewIfNeeded();
        const place = figure.locator(".draglayer .nsewdrag").first();
        const { x, y } = (await place.boundingBox())!;
        await page.mouse.move(x + 60, y + 60);
        await page.mouse.down();
        await page.mouse.move(x + 160, y + 160, { steps: 3 });
        await page.mouse.up();
        const ranges = () =>
          figure.locator(".js-plotly-plot").evaluate(
            ({ layout }: { layout: Record<string, { range: number[] }> }) =>
              [layout.xaxis.range, layout.yaxis.range].map(String),
          );
        const zoomed = await ranges();
        await lab.run(2);
        await page.locator('.thaw-figure[aria-label*="9 epochs"]').waitFor();
        deepStrictEqual(await ranges(), zoomed);
        ok(Number(zoomed[0].split(",")[1]) < 4, zoomed[0]);
        await place.dblclick();
        await lab.until(`[...document.querySelectorAll(".js-plotly-plot")]
          .some(({ layout }) => layout.xaxis.range[1] > 9)`);
      },
    );

    await t.step(
      "what another wrote is drawn, fits, and runs nothing",
      async () => {
        await using lab = await LabPage.open(
          browser,
          server.notebookUrl("saved.ipynb"),
        );
        const { page } = lab;
        await page.locator(".thaw-figure").scrollIntoViewIfNeeded();
        const svg = page.locator(".thaw-figure .main-svg").first();
        await svg.waitFor();
        // What was measured out of sight has no height.
        await lab.until(`(() => {
          const box = (name) =>
            document.querySelector(".thaw-figure ." + name).getBoundingClientRect();
          return box("gtitle-subtitle").top >= box("gtitle").bottom;
        })()`);
        const width = (selector: string) =>
          `document.querySelector("${selector}").getBoundingClientRect().width`;
        await lab.until(
          `${width(".thaw-figure .main-svg")} <= ${width(".thaw-figure")}`,
        );
        await page.locator(
          '.thaw-figure[role="figure"][tabindex="0"][aria-label^="What it shows"]',
        ).waitFor();

        const box = (await svg.boundingBox())!;
        await page.setViewportSize({ width: 800, height: 900 });
        await lab.until(
          `${width(".thaw-figure .main-svg")} < ${box.width - 100}`,
        );
        // The mouse finds the points of what is shown smaller.
        const place = (await page.locator(".thaw-figure .nsewdrag").first()
          .boundingBox())!;
        await page.mouse.move(
          place.x + place.width / 2,
          place.y + place.height * 0.07,
        );
        await page.locator(".thaw-figure .hoverlayer .hovertext")
          .filter({ hasText: "3" }).first().waitFor();
        strictEqual(await page.evaluate("typeof hacked"), "undefined");
      },
    );

    await t.step("a page of its own draws them by itself", async () => {
      const html = htmlPage(
        "Figures",
        cellsHtml(NOTEBOOKS["saved.ipynb"] as Notebook, undefined, true),
        true,
      );
      const path = await Deno.makeTempFile({ suffix: ".html" });
      await Deno.writeTextFile(path, html);
      const page = await browser.newPage({
        viewport: { width: 600, height: 900 },
      });
      const refused: string[] = [];
      page.on("console", (message) => refused.push(message.text()));
      await page.emulateMedia({ colorScheme: "dark" });
      await page.goto(`file://${path}`);
      const svg = page.locator(".live-figure .main-svg").first();
      await svg.waitFor();
      await page.waitForFunction(
        `document.querySelector(".live-figure .main-svg")
          .getBoundingClientRect().width <= 600`,
      );
      await page.waitForFunction(
        `${
          PAPER.replace(".thaw-figure", ".live-figure")
        } === "rgb(22, 24, 28)"`,
      );
      await page.emulateMedia({ colorScheme: "light" });
      await page.locator('.main-svg[style*="rgb(255, 255, 255)"]').first()
        .waitFor();
      strictEqual(await page.evaluate("typeof hacked"), "undefined");
      deepStrictEqual(refused, []);
      await page.close();
      await Deno.remove(path);
    });

    await t.step(
      "buttons save a figure, and load a map that was not asked for",
      async () => {
        await using lab = await LabPage.open(
          browser,
          server.notebookUrl("shown.ipynb"),
        );
        const { page } = lab;
        await lab.run(0);
        const asked: string[] = [];
        page.on("request", (request) => {
          const { protocol, host } = new URL(request.url());
          if (protocol === "https:") asked.push(host);
        });
        await page.locator(".thaw-figure .draglayer .nsewdrag").first().hover();
        const saved = async (format: string) => {
          const [download] = await Promise.all([
            page.waitForEvent("download"),
            page.locator(`.modebar-btn[data-title*=${format}]`).click(),
          ]);
          strictEqual(
            download.suggestedFilename(),
            `figure.${format.toLowerCase()}`,
          );
          return await Deno.readFile(await download.path());
        };
        match(new TextDecoder().decode(await saved("SVG")), /^<svg /);
        const png = PNG.sync.read(Buffer.from(await saved("PNG")));
        strictEqual(png.height, 600);

        const button = page.getByRole("button", { name: "Load the map" });
        await button.waitFor();
        deepStrictEqual(asked, []);
        await button.click();
        await lab.until(
          `/Plotly can't draw/.test(document.body.textContent) ||
          document.querySelector(".thaw-figure .geo")`,
        );
        deepStrictEqual(asked, ["cdn.plot.ly"]);
      },
    );
  } finally {
    await browser.close();
  }
});
