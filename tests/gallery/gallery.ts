/**
 * Takes the README's pictures of JupyterLab: `deno task gallery`, or only those
 * that are named.
 *
 * @module
 */

import { join } from "node:path";
import { launchBrowser } from "../harness/launch_browser.ts";
import { LabPage } from "../harness/lab_page.ts";
import { requirePython } from "../harness/python.ts";
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

/** In pixels. */
const TABS_HEIGHT = 32;

interface Picture {
  name: string;
  isDark: boolean;
  /** Pixels from the top that are shown; without it all. */
  height?: number;
  /** Whether the panel at the right is shown, too. */
  isWide?: boolean;
  /** A window that is shown as a whole, in pixels. */
  window?: { width: number; height: number };
  cells: string[];
  /** Brings the page to what is to be seen, all cells but the last run. */
  show(lab: LabPage, last: number): Promise<void>;
}

const PICTURES: Picture[] = [
  {
    name: "in_jupyterlab",
    isDark: false,
    window: { width: 1000, height: 720 },
    cells: [
      MODEL,
      `thaw.freeze(model);
const masks: thaw.MaskRecord[] = [];
const step = () => model.apply(x.slice([0, 0], [32, 8]), { training: true });
for (let i = 0; i < 2; i++) thaw.recordMasks(model, masks, step);
const [first, second] = masks.map(thaw.maskOf);
await thaw.maskHeatmap(
  { "step 1": first, "step 2": second },
  { title: "A frozen model still drops units" },
);`,
    ],
    async show(lab, last) {
      // Without the file browser.
      await lab.page.keyboard.press("Control+b");
      await lab.run(last);
      await lab.page.locator(".thaw-figure .main-svg").first().waitFor();
    },
  },
  {
    name: "training",
    isDark: false,
    height: 670,
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
    height: 505,
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
    height: 590,
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
  {
    name: "completion",
    isDark: false,
    height: 200,
    cells: [MODEL, "await thaw.fit(model, x, y, { e })"],
    async show(lab, last) {
      const put = () => cursorAfter(lab, last, "{ e");
      await pressUntil(lab, put, "Tab", ".jp-Completer-item", "earlyStopping");
    },
  },
  {
    name: "inspection",
    isDark: true,
    height: 400,
    cells: [MODEL, "model.predict(x)"],
    async show(lab, last) {
      const put = () => cursorAfter(lab, last, "model");
      await pressUntil(lab, put, "Shift+Tab", ".jp-Tooltip", "Thaw>Dropout");
    },
  },
  {
    name: "debugger",
    isDark: false,
    height: 470,
    isWide: true,
    cells: [
      MODEL,
      `function step(rate: number) {
  const mask = thaw.drawMask([4, 8], rate, 1);
  const kept = mask.greater(0).mean().dataSync()[0];
  return { rate, mask, kept };
}
const steps = [];
for (const rate of [0.25, 0.5, 0.75]) {
  steps.push(step(rate));
}
steps.length`,
    ],
    async show(lab, last) {
      await lab.debug();
      await lab.breakpoint(last, 4);
      await lab.run(last);
      await lab.isPausedIn("step");
      await lab.page.locator(".jp-DebuggerVariables-body .jp-TreeItem", {
        hasText: "kept",
      }).first().waitFor();
    },
  },
];

/** Puts the cursor into the only line of a cell, after its first words. */
async function cursorAfter(lab: LabPage, index: number, words: string) {
  const editor = lab.cell(index).locator(".cm-content");
  const line = await editor.innerText();
  await editor.click();
  await lab.page.keyboard.press("Home");
  for (let at = 0; at < line.indexOf(words) + words.length; at++) {
    await lab.page.keyboard.press("ArrowRight");
  }
}

/**
 * Presses a key again until something is shown: JupyterLab takes an answer only
 * within a second, and the first one comes from a server that just starts.
 */
async function pressUntil(
  { page }: LabPage,
  putCursor: () => Promise<void>,
  key: string,
  selector: string,
  hasText: string,
) {
  const shown = page.locator(selector, { hasText }).first();
  for (let times = 0; times < 10; times++) {
    await putCursor();
    await page.keyboard.press(key);
    const wait = shown.waitFor({ timeout: 5000 }).then(() => true, () => false);
    if (await wait) return;
    await page.keyboard.press("Escape");
  }
  throw new Error(`${key} shows no ${hasText}`);
}

const names = PICTURES.map(({ name }) => name);
const unknown = Deno.args.find((name) => !names.includes(name));
if (unknown !== undefined) {
  console.error(`No picture "${unknown}"; there are ${names.join(", ")}`);
  Deno.exit(2);
}
const wanted = PICTURES.filter(({ name }) =>
  Deno.args.length === 0 || Deno.args.includes(name)
);

await requirePython();
await Deno.mkdir(FOLDER, { recursive: true });
const browser = await launchBrowser();
try {
  await using server = await LabServer.start(
    Object.fromEntries(
      wanted.map(({ name, cells }) => [
        `${name}.ipynb`,
        notebook(...cells),
      ]),
    ),
    "--widgets",
  );
  for (const { name, isDark, height, isWide, window, cells, show } of wanted) {
    await using lab = await LabPage.open(
      browser,
      server.notebookUrl(`${name}.ipynb`),
    );
    const { page } = lab;
    if (window) await page.setViewportSize(window);
    // Lab keeps the theme that was chosen last, for all notebooks.
    await lab.theme(isDark ? "JupyterLab Dark" : "JupyterLab Light");
    for (let index = 0; index < cells.length - 1; index++) {
      await lab.run(index);
      await lab.ran(index, index + 1);
    }
    // Without the first cell, which is the same in all. Before anything pops
    // up, which would stay where it is.
    await page.addStyleTag({
      content: ".jp-Notebook .jp-Cell:first-child { display: none }",
    });
    await show(lab, cells.length - 1);
    await lab.cell(cells.length - 1).scrollIntoViewIfNeeded();
    await page.waitForTimeout(1000);
    const panel = page.locator(".jp-NotebookPanel");
    const box = (await panel.boundingBox())!;
    const right = isWide ? page.viewportSize()!.width : box.x + box.width;
    await page.screenshot({
      path: join(FOLDER, `${name}.png`),
      clip: window ? undefined : {
        ...box,
        // The panel at the right begins where the tabs do.
        y: isWide ? box.y - TABS_HEIGHT : box.y,
        width: right - box.x,
        height: height ?? box.height,
      },
    });
    console.log(`${name}.png`);
  }
} finally {
  await browser.close();
}
