/**
 * Takes the README's pictures of JupyterLab: `deno task gallery`.
 *
 * @module
 */

import { join } from "node:path";
import { launchBrowser } from "../harness/launch_browser.ts";
import { LabPage } from "../harness/lab_page.ts";
import { LabServer } from "../harness/lab_server.ts";
import { notebook } from "../harness/notebook.ts";

const FOLDER = join(import.meta.dirname!, "..", "..", "notebooks", "gallery");

const MODEL = `import * as tf from "@tensorflow/tfjs";
import * as thaw from "thaw";

await thaw.selectBackend();
thaw.setRandomSeed(1);
const model = tf.sequential({ layers: [
  tf.layers.dense({ inputShape: [8], units: 32, activation: "relu", name: "hidden" }),
  thaw.dropout({ rate: 0.5, name: "drop" }),
  tf.layers.dense({ units: 1, name: "out" }),
] });
model.compile({ optimizer: tf.train.adam(0.003), loss: "meanSquaredError" });
const x = tf.randomNormal([512, 8], 0, 1, "float32", 1), y = x.sum(1, true);`;

interface Picture {
  name: string;
  isDark: boolean;
  cells: string[];
  /** Brings the page to what is to be seen, all cells but the last run. */
  show(lab: LabPage, last: number): Promise<void>;
}

const PICTURES: Picture[] = [
  {
    name: "training",
    isDark: false,
    cells: [
      MODEL,
      `await thaw.fit(model, x, y, {
  epochs: 400,
  validationSplit: 0.25,
  callbacks: thaw.liveLossCurve(),
});`,
    ],
    async show(lab, last) {
      await lab.run(last);
      await lab.page.locator(".widget-label", { hasText: /^epoch [3-9]\d\// })
        .waitFor();
    },
  },
  {
    name: "masks",
    isDark: true,
    cells: [
      MODEL,
      "await thaw.exploreDropout(model, x.slice([0, 0], [16, 8]));",
    ],
    async show(lab, last) {
      await lab.run(last);
      await lab.ran(last, last + 1);
      await lab.page.locator(".noUi-handle").focus();
      await lab.page.keyboard.press("ArrowLeft");
      await lab.page.getByText("Masks at a rate of 0.45").waitFor();
    },
  },
  {
    name: "freezing",
    isDark: true,
    cells: [
      MODEL,
      `thaw.freeze(model, "hidden");
thaw.audit(model)`,
      `const changes = await thaw.trackChanges(model, () => model.fit(x, y, { epochs: 5, verbose: 0 }));
thaw.weightChange(changes)`,
    ],
    async show(lab, last) {
      await lab.run(last);
      await lab.page.locator(".thaw-figure .main-svg").first().waitFor();
    },
  },
];

await Deno.mkdir(FOLDER, { recursive: true });
const browser = await launchBrowser();
try {
  await using server = await LabServer.start(
    Object.fromEntries(
      PICTURES.map(({ name, cells }) => [
        `${name}.ipynb`,
        notebook(...cells),
      ]),
    ),
    "--widgets",
  );
  for (const { name, isDark, cells, show } of PICTURES) {
    await using lab = await LabPage.open(
      browser,
      server.notebookUrl(`${name}.ipynb`),
    );
    const { page } = lab;
    if (isDark) await lab.theme("JupyterLab Dark");
    for (let index = 0; index < cells.length - 1; index++) {
      await lab.run(index);
      await lab.ran(index, index + 1);
    }
    await show(lab, cells.length - 1);
    // Without the first cell, which is the same in all.
    await page.addStyleTag({
      content: ".jp-Notebook .jp-Cell:first-child { display: none }",
    });
    await lab.cell(cells.length - 1).scrollIntoViewIfNeeded();
    await page.waitForTimeout(1000);
    await page.locator(".jp-NotebookPanel").screenshot({
      path: join(FOLDER, `${name}.png`),
    });
    console.log(`${name}.png`);
  }
} finally {
  await browser.close();
}
