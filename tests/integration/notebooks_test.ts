/**
 * The bundled notebooks, as committed: `thaw check` runs all of them whole, and
 * they must show what is saved. `deno task verify` runs them in other kernels.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isCode, parseNotebook } from "../../kernel/notebook/notebook.ts";
import { collectVerdicts } from "../../kernel/report/verdicts.ts";
import { launchBrowser } from "../harness/launch_browser.ts";
import { result, Workplace } from "../harness/workplace.ts";

const FOLDER = join(import.meta.dirname!, "..", "..", "notebooks");
const NAMES = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
  .filter((name) => name.endsWith(".ipynb"));

/** Shows a page and counts its pictures, those not drawn, and what it loads. */
async function look(path: string) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const loaded: string[] = [];
    page.on("request", (request) => loaded.push(request.url()));
    const url = pathToFileURL(path).href;
    await page.goto(url, { waitUntil: "load" });
    const widths = await page.locator("img")
      .evaluateAll((all) =>
        all.map((image) =>
          (image as unknown as { naturalWidth: number }).naturalWidth
        )
      );
    return {
      widths,
      text: await page.locator("body").innerText(),
      loaded: loaded.filter((it) => !it.startsWith("data:") && it !== url),
    };
  } finally {
    await browser.close();
  }
}

Deno.test("the bundled notebooks show what is committed, and are reported", async () => {
  await using place = new Workplace();
  const { code, stdout, stderr } = await result(place.start([
    ...["check", "--jobs", "2", "--report", "report.html"],
    ...NAMES.map((name) => join(FOLDER, name)),
  ]));
  strictEqual(code, 0, stderr);
  for (const name of NAMES) {
    ok(stdout.includes(`${join(FOLDER, name)}: as saved\n`), name);
  }

  const { widths, text, loaded } = await look(
    join(place.folder, "report.html"),
  );
  const notebooks = NAMES.map((name) =>
    parseNotebook(Deno.readTextFileSync(join(FOLDER, name)))
  );
  const verdicts = notebooks.flatMap(collectVerdicts);
  ok(verdicts.length > 0);
  const unwrapped = stdout.replace(/\s+/g, " ");
  for (const { claim, measured } of verdicts) {
    // There the table is as wide as a terminal, and wraps between words.
    const [start] = claim.match(/^.{1,30}(?=\s|$)/)!;
    ok(stdout.includes(start) && unwrapped.includes(measured), claim);
    ok(text.includes(claim) && text.includes(measured), claim);
  }
  const pictures = notebooks.flatMap(({ cells }) =>
    cells.filter(isCode).flatMap(({ outputs }) =>
      outputs.filter((it) => "data" in it && "image/png" in it.data)
    )
  );
  strictEqual(widths.length, pictures.length);
  ok(widths.every((width) => width > 0), `${widths}`);
  deepStrictEqual(loaded, []);
});
