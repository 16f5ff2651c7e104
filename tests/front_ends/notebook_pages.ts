/**
 * Notebook 7 and nbclassic in Chromium, used as a person does: run all, input,
 * Stop, a figure, a widget.
 *
 * @module
 */

import { strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { JupyterHome } from "../harness/jupyter_home.ts";
import { notebook } from "../harness/notebook.ts";

/** What each page is given; a busy machine of two cores needs its time. */
const LIMIT_MS = 90_000;

/** What a server is given to end by itself. */
const GRACE_MS = 15_000;

const CELLS = notebook(
  `import * as thaw from "thaw"; const half: number = 42 / 2; "half is " + half`,
  `"hello " + prompt("Your name?")`,
  `thaw.lossCurve({ epoch: [0, 1], history: { loss: [2, 1] } })`,
  `const slider = new thaw.IntSlider({ value: 3, description: "moved" }); slider`,
  `console.log("begun"); while (true) {}`,
);

/** Whether it comes within some seconds. */
function isThere(locator: Locator): Promise<boolean> {
  return locator.first().waitFor({ timeout: 5000 }).then(
    () => true,
    () => false,
  );
}

interface FrontEnd {
  name: string;
  /** Arguments of `python -m`. */
  module: string[];
  path: string;
  runAll: (page: Page) => Promise<void>;
  stop: (page: Page) => Promise<void>;
  input: string;
  figure: string;
  widget: string;
  output: string;
}

/** nbclassic's own object in the page. */
const CLASSIC = "globalThis.Jupyter.notebook";

const FRONT_ENDS: FrontEnd[] = [
  {
    name: "Notebook 7",
    module: ["notebook"],
    path: "notebooks/all.ipynb",
    async runAll(page) {
      // What is run before the kernel is there is dropped without a word, or
      // asks which kernel it should be: the notebook's.
      const dialog = page.locator(".jp-Dialog");
      await page.addLocatorHandler(
        dialog,
        () => dialog.locator(".jp-mod-accept").click(),
      );
      await page.locator(
        '.jp-Notebook-ExecutionIndicator[data-status="idle"]',
      ).waitFor();
      const begun = page.locator(".jp-InputPrompt", { hasText: /\[[*1]/ });
      do {
        await page.locator(".lm-MenuBar-itemLabel", { hasText: "Run" }).first()
          .click();
        await page.locator(".lm-Menu-itemLabel", { hasText: "Run All Cells" })
          .first().click();
      } while (!await isThere(begun));
    },
    async stop(page) {
      await page.locator('[data-command="notebook:interrupt-kernel"]').click();
    },
    input: ".jp-Stdin-input",
    figure: ".thaw-figure .main-svg",
    widget: ".widget-slider .noUi-handle",
    output: ".jp-OutputArea-output",
  },
  {
    name: "nbclassic",
    module: ["nbclassic"],
    path: "nbclassic/notebooks/all.ipynb",
    async runAll(page) {
      await page.waitForFunction(
        `globalThis.Jupyter?.notebook?.kernel?.is_connected()`,
      );
      await page.evaluate(`${CLASSIC}.execute_all_cells()`);
    },
    async stop(page) {
      await page.locator(
        '[data-jupyter-action="jupyter-notebook:interrupt-kernel"]',
      ).first().click();
    },
    input: ".raw_input",
    figure: ".output_svg svg, .output_svg img, .output_png img",
    widget: ".output_area:has-text('IntSlider')",
    output: ".output_area",
  },
];

/** Starts the server; its address. */
async function serve(
  python: string,
  { module }: FrontEnd,
  home: JupyterHome,
): Promise<{ process: Deno.ChildProcess; url: string }> {
  const process = new Deno.Command(python, {
    // deno-fmt-ignore
    args: ["-m", ...module, "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0", "--IdentityProvider.token=", `--ServerApp.root_dir=${join(home.folder, "notebooks")}`],
    env: home.env,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const { promise, resolve } = Promise.withResolvers<string>();
  void (async () => {
    let log = "";
    for await (const chunk of process.stderr) {
      log += new TextDecoder().decode(chunk);
      const address = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(log);
      if (address) resolve(address[1]);
    }
  })();
  return { process, url: await promise };
}

/** Uses one front end; throws where something does not come. */
async function use(
  python: string,
  frontEnd: FrontEnd,
  browser: Browser,
): Promise<void> {
  const { name, path, runAll, stop, input, figure, widget, output } = frontEnd;
  await using home = await JupyterHome.make("--widgets");
  const folder = join(home.folder, "notebooks");
  await Deno.mkdir(folder);
  await Deno.writeTextFile(join(folder, "all.ipynb"), JSON.stringify(CELLS));
  const { process, url } = await serve(python, frontEnd, home);
  try {
    const page = await browser.newPage({
      viewport: { width: 1200, height: 1600 },
    });
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(`${url}/${path}`);
    await page.locator(".jp-Notebook .jp-Cell, .cell .input").first().waitFor();
    await runAll(page);
    const shows = (text: string) =>
      page.locator(output, { hasText: text }).first().waitFor();
    await shows("half is 21");
    await page.locator(input).fill("Ada");
    await page.locator(input).press("Enter");
    await shows("hello Ada");
    await page.locator(figure).first().waitFor();
    await page.locator(widget).first().waitFor();
    await shows("begun");
    await stop(page);
    await shows("Interrupted");
    strictEqual(await page.locator(figure).count() > 0, true);
    console.log(`${name}: run all, input, figure, widget, Stop`);
    await page.close();
  } finally {
    // Jupyter sometimes never ends after it has ended its kernels.
    const late = setTimeout(() => process.kill("SIGKILL"), GRACE_MS);
    process.kill("SIGTERM");
    await process.status;
    clearTimeout(late);
  }
}

/** Uses both, by the Python that has them. */
export async function useNotebookPages(
  python: string,
  browser: Browser,
): Promise<void> {
  for (const frontEnd of FRONT_ENDS) await use(python, frontEnd, browser);
}
