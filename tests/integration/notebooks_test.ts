/**
 * The bundled notebooks: two whole, which must repeat what is committed, and
 * the others at smoke size. `deno task verify` runs all of them whole.
 */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  isCode,
  type Notebook,
  parseNotebook,
} from "../../kernel/notebook/notebook.ts";
import { notebookText } from "../../kernel/notebook/notebook_text.ts";
import { collectVerdicts } from "../../kernel/report/verdicts.ts";
import { launchBrowser } from "../harness/launch_browser.ts";
import { Workplace } from "../harness/workplace.ts";

const FOLDER = join(import.meta.dirname!, "..", "..", "notebooks");
const WHOLE = ["dropout_by_hand.ipynb", "dropout_in_a_frozen_model.ipynb"];
const OTHERS = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
  .filter((name) => name.endsWith(".ipynb") && !WHOLE.includes(name));

function read(folder: string, name: string): Notebook {
  return parseNotebook(Deno.readTextFileSync(join(folder, name)));
}

/** The file's text but for what tells how long a run took, and where. */
function withoutRun({ metadata, ...notebook }: Notebook): string {
  const { thaw: _, ...lasting } = metadata;
  return notebookText({ ...notebook, metadata: lasting });
}

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

Deno.test("two bundled notebooks repeat what is committed, and are reported", async () => {
  await using place = new Workplace();
  const { code, stdout, stderr } = await place.run(
    ...["--out", place.folder, "--report", "report.html"],
    ...WHOLE.map((name) => join(FOLDER, name)),
  );
  strictEqual(code, 0, stderr);
  const notebooks = WHOLE.map((name) => read(place.folder, name));
  for (const [i, name] of WHOLE.entries()) {
    strictEqual(withoutRun(notebooks[i]), withoutRun(read(FOLDER, name)), name);
  }

  const { widths, text, loaded } = await look(
    join(place.folder, "report.html"),
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

Deno.test("the other bundled notebooks run at smoke size", async () => {
  await using place = new Workplace();
  const { code, stderr } = await place.run(
    ...["--out", place.folder, "--set", "size=smoke"],
    ...OTHERS.map((name) => join(FOLDER, name)),
  );
  strictEqual(code, 0, stderr);
  for (const name of OTHERS) {
    const committed = collectVerdicts(read(FOLDER, name));
    // Numbers differ, what they say does not.
    for (const { claim, says } of collectVerdicts(read(place.folder, name))) {
      const same = committed.find((verdict) => verdict.claim === claim);
      strictEqual(same?.says, says, `${basename(name)}: ${claim}`);
    }
  }
});
