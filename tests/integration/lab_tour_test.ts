/**
 * The tour that `deno task lab` opens on, walked as its text says.
 */

import { launchBrowser } from "../harness/launch_browser.ts";
import { LabPage } from "../harness/lab_page.ts";
import { LabServer } from "../harness/lab_server.ts";

const TOUR = new URL("../../notebooks/tour/welcome.ipynb", import.meta.url);

interface TourCell {
  id: string;
  cell_type: string;
  outputs?: unknown[];
  execution_count?: number | null;
}

/** The cells' places by id, and the notebook without its outputs. */
async function tour() {
  const notebook = JSON.parse(await Deno.readTextFile(TOUR));
  const cells = notebook.cells as TourCell[];
  for (const cell of cells.filter(({ cell_type }) => cell_type === "code")) {
    cell.outputs = [];
    cell.execution_count = null;
  }
  const place = (id: string) => cells.findIndex((cell) => cell.id === id);
  return { notebook, place };
}

Deno.test("the tour does what it says", async () => {
  const { notebook, place } = await tour();
  const browser = await launchBrowser();
  try {
    await using server = await LabServer.start(
      { "welcome.ipynb": notebook },
      "--widgets",
    );
    await using lab = await LabPage.open(
      browser,
      server.notebookUrl("welcome.ipynb"),
    );
    const run = async (id: string, count: number) => {
      await lab.run(place(id));
      await lab.ran(place(id), count);
    };
    await run("cell", 1);
    await lab.shows(place("cell"), "[ 1, 4, 9 ]");
    await lab.run(place("stop"));
    await lab.status("Busy");
    await lab.stop();
    await lab.ran(place("stop"), 2);
    await run("kept", 3);
    await lab.shows(place("kept"), "[ 1, 4, 9 ]");
    await run("figure", 4);
    await lab.cell(place("figure")).locator(".thaw-figure .main-svg").first()
      .waitFor();
    await run("freeze", 5);
    await lab.shows(place("freeze"), "base");
    await lab.run(place("widget"));
    const figure = lab.cell(place("widget")).locator(".thaw-figure").first();
    await figure.filter({ hasText: "Masks at a rate of 0.25" }).waitFor();
    await lab.page.locator(".noUi-handle").last().focus();
    await lab.page.keyboard.press("ArrowRight");
    await figure.filter({ hasText: "Masks at a rate of 0.3" }).waitFor();
  } finally {
    await browser.close();
  }
});
