/**
 * Our kernel in JupyterLab in a browser, by what a person sees and clicks.
 */

import { strictEqual } from "node:assert/strict";
import { launchBrowser } from "../harness/launch_browser.ts";
import { LabPage } from "../harness/lab_page.ts";
import { LabServer } from "../harness/lab_server.ts";
import { notebook } from "../harness/notebook.ts";

const bundled = new URL(
  "../../notebooks/dropout_in_a_frozen_model.ipynb",
  import.meta.url,
);

/** Without its outputs, lest they be taken for those of a run. */
function bare(text: string): object {
  const notebook = JSON.parse(text);
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code") continue;
    cell.outputs = [];
    cell.execution_count = null;
  }
  return notebook;
}

const NOTEBOOKS = {
  "bundled.ipynb": bare(await Deno.readTextFile(bundled)),
  "ask.ipynb": notebook(
    '"hello " + prompt("Your name?")',
    "const twice = (x: number) => {\n  const result = x * 2;\n  return result;\n};\ntwice(21) + 1",
  ),
  "run.ipynb": notebook(
    "const x: number = 20;\nx + 1",
    'Deno.jupyter.svg`<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="teal"/></svg>`',
    "while (true) {}",
    "x + 2",
  ),
  "talk.ipynb": notebook(
    'await Deno.jupyter.display({ "text/plain": "one" }, { raw: true, display_id: "d" }); var gone = 1;',
    'await Deno.jupyter.display({ "text/plain": "two" }, { raw: true, display_id: "d", update: true });',
    "typeof gone",
  ),
};

Deno.test("JupyterLab", async (t) => {
  const browser = await launchBrowser();
  try {
    await using server = await LabServer.start(NOTEBOOKS);

    await t.step(
      "runs all cells, shows the picture, stops a busy cell and goes on",
      async () => {
        await using lab = await LabPage.open(
          browser,
          server.notebookUrl("run.ipynb"),
        );
        await lab.menu("Run", "Run All Cells");
        await lab.ran(1, 2);
        await lab.shows(0, "21");
        await lab.outputs(1).locator("img, svg").waitFor();
        // An image has no height before it is decoded.
        await lab.until(
          `document.querySelector(".jp-RenderedSVG :is(img, svg)")
            ?.getBoundingClientRect().height === 40`,
        );

        await lab.status("Busy");
        await lab.stop();
        await lab.ran(2, 3);
        await lab.shows(2, "interrupt");

        await lab.run(3);
        await lab.ran(3, 4);
        await lab.shows(3, "22");
      },
    );

    await t.step(
      "updates a display, and forgets variables on a restart",
      async () => {
        await using lab = await LabPage.open(
          browser,
          server.notebookUrl("talk.ipynb"),
        );
        await lab.run(0);
        await lab.ran(0, 1);
        await lab.shows(0, "one");
        await lab.run(1);
        await lab.ran(1, 2);
        await lab.shows(0, "two");
        strictEqual(await lab.outputs(1).count(), 0);

        await lab.restart();
        await lab.run(2);
        await lab.ran(2, 1);
        await lab.shows(2, "undefined");
      },
    );

    await t.step("runs the bundled notebook", async () => {
      await using lab = await LabPage.open(
        browser,
        server.notebookUrl("bundled.ipynb"),
      );
      await lab.menu("Run", "Run All Cells");
      await lab.page.locator(".jp-OutputArea-output", {
        hasText: "while the new layer trains: holds",
      }).waitFor({ timeout: 120_000 });
    });

    await t.step("asks for input, and stops at a breakpoint", async () => {
      await using lab = await LabPage.open(
        browser,
        server.notebookUrl("ask.ipynb"),
      );
      await lab.run(0);
      await lab.answer("Ada");
      await lab.ran(0, 1);
      await lab.shows(0, "hello Ada");

      await lab.debug();
      await lab.breakpoint(1, 3);
      await lab.run(1);
      await lab.isPausedIn("twice");
      await lab.cell(1).locator(".jp-DebuggerEditor-highlight", {
        hasText: "return result;",
      }).waitFor();
      await lab.page.locator(".jp-DebuggerVariables-body .jp-TreeItem", {
        hasText: /^result.*42/,
      }).first().waitFor();
      await lab.page.keyboard.press("F9");
      await lab.ran(1, 2);
      await lab.shows(1, "43");
    });

    await t.step("shows one kernel in two tabs", async () => {
      const url = server.notebookUrl("run.ipynb");
      await using first = await LabPage.open(browser, url);
      await first.run(0);
      await first.ran(0, 5);
      await using second = await LabPage.open(browser, url);
      await second.run(3);
      await second.shows(3, "22");
    });
  } finally {
    await browser.close();
  }
});
