/**
 * The panel of a training in JupyterLab, used as a person does.
 */

import { strictEqual } from "node:assert/strict";
import { launchBrowser } from "../harness/launch_browser.ts";
import { LabPage } from "../harness/lab_page.ts";
import { LabServer } from "../harness/lab_server.ts";
import { notebook } from "../harness/notebook.ts";

const MODEL = `import * as tf from "@tensorflow/tfjs";
import { fit, training } from "thaw";
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 1 })] });
model.compile({ optimizer: tf.train.sgd(0.01), loss: "meanSquaredError" });
const x = tf.randomNormal([64, 4]), y = x.sum(1, true);
const slowly = { onBatchEnd: () => new Promise((r) => setTimeout(r, 5)) };`;

const NOTEBOOKS = {
  "fit.ipynb": notebook(
    `${MODEL}
const history = await fit(model, x, y, { epochs: 100_000, callbacks: slowly });
console.log("ended by", history.stopped.reason, "at rate", model.optimizer.learningRate);`,
    `"queued behind"`,
  ),
  "reopened.ipynb": notebook(
    `${MODEL}
const history = await fit(model, x, y, { epochs: 1_000_000 });`,
    `history.stopped.reason`,
  ),
  "steps.ipynb": notebook(
    `${MODEL}
const run = training();
for await (const step of run.steps()) {
  run.log({ loss: model.evaluate(x, y).dataSync()[0] });
}
console.log("went on", run.isStopped);`,
  ),
};

/** The tab does not tell: a training that goes on makes it dirty at once. */
async function save(lab: LabPage) {
  const saved = lab.page.waitForResponse((response) =>
    response.request().method() === "PUT" &&
    response.url().includes("/api/contents/") && response.ok()
  );
  await lab.page.keyboard.press("Control+s");
  await saved;
}

/** Whether the panel tells of another place than this text. */
function moved(from: string | null): string {
  return `[...document.querySelectorAll(".widget-label")].some((label) =>
    label.textContent.startsWith("epoch ") &&
    label.textContent !== ${JSON.stringify(from)})`;
}

Deno.test("a training's panel in JupyterLab", async (t) => {
  const browser = await launchBrowser();
  try {
    await using server = await LabServer.start(NOTEBOOKS, "--widgets");

    await t.step("pauses, changes the rate and stops fit", async () => {
      const url = server.notebookUrl("fit.ipynb");
      await using lab = await LabPage.open(browser, url);
      const { page } = lab;
      await lab.run(0);
      // As "Run all" does: the buttons don't wait for it.
      await lab.run(1);
      const stop = page.getByRole("button", { name: "Stop training" });
      await stop.waitFor();
      const place = page.locator(".widget-label", { hasText: /^epoch / });
      const text = () => place.textContent();
      const first = await text();
      await lab.until(moved(first));

      await page.getByRole("button", { name: "Pause" }).click();
      const go = page.getByRole("button", { name: "Go on" });
      await go.waitFor();
      // The page may draw the button before the last place.
      await page.locator(".widget-label", { hasText: /^epoch .*, paused$/ })
        .waitFor();
      const paused = await text();
      await page.locator(".widget-slider .noUi-handle").focus();
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(500);
      strictEqual(await text(), paused);
      await go.click();
      await lab.until(moved(paused));
      await stop.click();
      await lab.ran(0, 1);
      await lab.shows(0, "ended by stopTraining at rate 0.0112");
      // The panel has made room for one line.
      await stop.waitFor({ state: "detached" });
      await lab.shows(0, "stopped (stopTraining)");
    });

    await t.step(
      "stops a loop of one's own, and the cell goes on",
      async () => {
        const url = server.notebookUrl("steps.ipynb");
        await using lab = await LabPage.open(browser, url);
        await lab.run(0);
        await lab.page.getByRole("button", { name: "Stop training" }).click();
        await lab.ran(0, 1);
        await lab.shows(0, "went on true");
        await lab.outputs(0).filter({
          hasText: /^\d+ steps; loss .*; stopped; 0:/,
        }).waitFor();
        await lab.page.locator(".widget-vbox").waitFor({ state: "detached" });
      },
    );

    await t.step(
      "a training is stopped from a page that was opened again",
      async () => {
        const url = server.notebookUrl("reopened.ipynb");
        {
          await using lab = await LabPage.open(browser, url);
          await lab.run(0);
          // Its page is told of the widgets with a cell queued behind, too.
          await lab.run(1);
          await lab.page.getByRole("button", { name: "Stop training" })
            .waitFor();
          await save(lab);
        }
        await using lab = await LabPage.open(browser, url, "any");
        await lab.page.getByRole("button", { name: "Stop training" }).click();
        // In place of what the page that is closed has shown.
        await lab.shows(0, "stopped (stopTraining)");
        await lab.run(1);
        await lab.shows(1, "stopTraining");
      },
    );
  } finally {
    await browser.close();
  }
});
