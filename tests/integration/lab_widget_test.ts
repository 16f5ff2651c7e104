/**
 * Widgets in JupyterLab, moved as a person moves them.
 */

import { ok, strictEqual } from "node:assert/strict";
import { launchBrowser } from "../harness/launch_browser.ts";
import { LabPage } from "../harness/lab_page.ts";
import { LabServer } from "../harness/lab_server.ts";
import { notebook } from "../harness/notebook.ts";

const HOSTILE = "<img src=x onerror=window.hacked=1>";

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
  "controls.ipynb": notebook(
    `import { Dropdown, HBox, IntSlider, Label, VBox } from "thaw";
const slider = new IntSlider({ value: 3, max: 10, description: ${
      JSON.stringify(HOSTILE)
    } });
const label = new Label({ value: "moved to nothing" });
slider.on("change:value", (value) => label.value = "moved to " + value);
const choice = new Dropdown({ options: [${JSON.stringify(HOSTILE)}, "b"] });
new VBox({ children: [new HBox({ children: [slider, label] }), choice] })`,
    `slider.value`,
    `slider.value = 9; choice.value`,
  ),
  "own.ipynb": notebook(
    `import { widget } from "thaw";
const counter = widget({
  state: { count: 1, bytes: new Uint8Array([7]) },
  async render({ model, el }) {
    await null;
    const button = document.createElement("button");
    button.className = "own-counter";
    const show = () => button.textContent =
      "count " + model.get("count") + " bytes " + model.get("bytes").getUint8(0);
    button.onclick = () => {
      model.set("count", model.get("count") + 1);
      model.set("bytes", new DataView(new Uint8Array([9]).buffer));
      model.save_changes();
    };
    model.on("change", show);
    show();
    el.append(button);
  },
});
counter`,
    `counter.count + " " + counter.bytes[0]`,
    `counter.count = 40; 0`,
    `const seen = Promise.withResolvers();
counter.on("change:count", seen.resolve);
console.log("waits");
console.log("awaited", await seen.promise);`,
    `import { interact } from "thaw";
interact(({ n }) => "twice is " + 2 * n, { n: [0, 10] })`,
  ),
};

Deno.test("widgets in JupyterLab", async (t) => {
  const browser = await launchBrowser();
  try {
    await using server = await LabServer.start(NOTEBOOKS, "--widgets");

    await t.step(
      "controls move the kernel's values and are moved by it",
      async () => {
        const url = server.notebookUrl("controls.ipynb");
        await using lab = await LabPage.open(browser, url);
        const { page } = lab;
        await lab.run(0);
        const handle = page.locator(".widget-slider .noUi-handle");
        await handle.waitFor();
        await lab.ran(0, 1);

        await page.evaluate(`(() => {
        globalThis.times_ = {};
        document.addEventListener("keydown", () => times_.pressed = performance.now(), true);
        new MutationObserver(() => {
          const [, value] = /moved to (\\d)/.exec(document.body.textContent) ?? [];
          if (value === times_.value) return;
          Object.assign(times_, { value, shown: performance.now() });
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
      })()`);
        await handle.focus();
        // To the kernel and back; the quickest of some, as the machine has
        // other things to do.
        const trips: number[] = [];
        for (let value = 4; value <= 8; value++) {
          await page.keyboard.press("ArrowRight");
          await page.getByText(`moved to ${value}`).waitFor();
          trips.push(
            await page.evaluate("times_.shown - times_.pressed") as number,
          );
        }
        ok(Math.min(...trips) < 500, `${trips} ms`);

        await lab.run(1);
        await lab.shows(1, "8");
        await lab.run(2);
        await page.getByText("moved to 9").waitFor();
        await page.locator(".widget-slider .widget-readout", { hasText: "9" })
          .waitFor();
        await lab.shows(2, HOSTILE);

        // Opened again: the page asks the kernel for the widgets that are open.
        await page.keyboard.press("Control+s");
        await page.locator(".lm-TabBar-tab.jp-mod-dirty")
          .waitFor({ state: "detached" });
        await page.reload();
        await lab.status("Idle");
        await page.locator(".widget-slider .widget-readout", { hasText: "9" })
          .waitFor();
        strictEqual(await page.evaluate("typeof hacked"), "undefined");
      },
    );

    await t.step(
      "a widget of one's own goes both ways, with bytes; interact() shows the result anew",
      async () => {
        const url = server.notebookUrl("own.ipynb");
        await using lab = await LabPage.open(browser, url);
        const button = lab.page.locator(".own-counter");
        await lab.run(0);
        await button.waitFor();
        strictEqual(await button.textContent(), "count 1 bytes 7");
        await button.click();
        await lab.ran(0, 1);
        await lab.run(1);
        await lab.shows(1, "2 9");
        await lab.run(2);
        await button.filter({ hasText: "count 40" }).waitFor();

        // A cell waits for what a person does.
        await lab.run(3);
        await lab.shows(3, "waits");
        await button.click();
        await lab.shows(3, "awaited 41");

        await lab.run(4);
        await lab.page.getByText("twice is 10").waitFor();
        await lab.page.locator(".noUi-handle").focus();
        await lab.page.keyboard.press("ArrowRight");
        await lab.page.getByText("twice is 12").waitFor();
      },
    );

    await t.step("two notebooks have widgets of their own", async () => {
      const pages = await Promise.all(
        ["one.ipynb", "two.ipynb"].map((name) =>
          LabPage.open(browser, server.notebookUrl(name))
        ),
      );
      await using one = pages[0];
      await using two = pages[1];
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
      "a restart, and another kernel, show that the widgets of before are dead",
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
        const dead = lab.page.locator(".jupyter-widgets-disconnected");
        await dead.first().waitFor();
        await lab.run(0);
        await dead.first().waitFor({ state: "detached" });
        await button.click();
        await lab.page.getByRole("button", { name: "clicked 1" }).waitFor();
        strictEqual(await dead.count(), 0);
        await lab.changeKernel("Python 3 (ipykernel)");
        await dead.first().waitFor();
      },
    );
  } finally {
    await browser.close();
  }
});
