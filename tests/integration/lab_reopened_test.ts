/**
 * Pages that are closed, opened again or restarted while widgets are open.
 */

import { strictEqual } from "node:assert/strict";
import { launchBrowser } from "../harness/launch_browser.ts";
import { LabPage } from "../harness/lab_page.ts";
import { LabServer } from "../harness/lab_server.ts";
import { notebook } from "../harness/notebook.ts";

const COUNTER = notebook(
  `import { Button } from "thaw";
let clicks = 0;
const button = new Button({ description: "clicked 0" });
button.on("click", () => button.description = "clicked " + ++clicks);
button`,
);

const NOTEBOOKS = {
  "one.ipynb": COUNTER,
  "two.ipynb": COUNTER,
  "train.ipynb": notebook(
    `import * as tf from "@tensorflow/tfjs";
import { fit } from "thaw";
const model = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 1 })] });
model.compile({ optimizer: tf.train.sgd(0.01), loss: "meanSquaredError" });
const x = tf.randomNormal([64, 4]), y = x.sum(1, true);
const history = await fit(model, x, y, { epochs: 1_000_000 });`,
    `history.stopped.reason`,
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

/**
 * Clicks as a user does: again where nothing came of it. JupyterLab draws the
 * saved button before it has asked the kernel for the widget's state, and what
 * is clicked until then goes nowhere.
 */
async function stopTraining(lab: LabPage) {
  const button = lab.page.getByRole("button", { name: "Stop training" });
  const idle = lab.page.locator("#jp-main-statusbar", { hasText: "| Idle" });
  await button.click();
  while (!await idle.waitFor({ timeout: 5000 }).then(() => true, () => false)) {
    await button.click();
  }
}

Deno.test("pages of JupyterLab come and go", async (t) => {
  const browser = await launchBrowser();
  try {
    await using server = await LabServer.start(NOTEBOOKS, "--widgets");

    await t.step({
      name: "a training is stopped from a page that was opened again",
      // Some runs in ten fail: what such a page says of a busy kernel, and a
      // click in its first moment, can't be relied on (README, Limits).
      ignore: true,
      fn: async () => {
        const url = server.notebookUrl("train.ipynb");
        {
          await using lab = await LabPage.open(browser, url);
          await lab.run(0);
          await lab.page.getByRole("button", { name: "Stop training" })
            .waitFor();
          await save(lab);
        }
        await using lab = await LabPage.open(browser, url, "any");
        await stopTraining(lab);
        await lab.run(1);
        await lab.shows(1, "stopTraining");
      },
    });

    await t.step("two notebooks have widgets of their own", async () => {
      await using one = await LabPage.open(
        browser,
        server.notebookUrl("one.ipynb"),
      );
      await using two = await LabPage.open(
        browser,
        server.notebookUrl("two.ipynb"),
      );
      for (const lab of [one, two]) {
        await lab.run(0);
        await lab.page.getByRole("button", { name: "clicked 0" }).waitFor();
      }
      await one.page.getByRole("button", { name: "clicked 0" }).click();
      await one.page.getByRole("button", { name: "clicked 1" }).waitFor();
      strictEqual(
        await two.page.getByRole("button", { name: "clicked 0" }).count(),
        1,
      );
    });

    await t.step(
      "a restart shows that the widgets of before are dead",
      async () => {
        await using lab = await LabPage.open(
          browser,
          server.notebookUrl("one.ipynb"),
        );
        await lab.run(0);
        const button = lab.page.getByRole("button", { name: "clicked 0" });
        await button.waitFor();
        await lab.restart();
        // The front end draws a broken link beside what has lost its kernel.
        await lab.page.locator(".jupyter-widgets-disconnected").first()
          .waitFor();
        await lab.run(0);
        await lab.ran(0, 1);
        await button.click();
        await lab.page.getByRole("button", { name: "clicked 1" }).waitFor();
      },
    );
  } finally {
    await browser.close();
  }
});
