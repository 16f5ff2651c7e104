/** What each bundled notebook has to be, as committed; nothing is run. */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { hasTag, isCode, parseNotebook } from "../../kernel/run/notebook.ts";
import { collectVerdicts } from "../../kernel/run/verdicts.ts";

const FOLDER = join(import.meta.dirname!, "..", "..", "notebooks");
const README = Deno.readTextFileSync(join(FOLDER, "README.md"));
const NOTEBOOKS = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => ({
    name,
    notebook: parseNotebook(Deno.readTextFileSync(join(FOLDER, name))),
  }));

for (const { name, notebook } of NOTEBOOKS) {
  const { metadata } = notebook;
  const cells = notebook.cells.filter(isCode);
  const outputs = cells.flatMap(({ outputs }) => outputs);

  Deno.test(`${name} is committed as it ran, at quick size`, () => {
    const counts = cells.map(({ execution_count }) => execution_count);
    deepStrictEqual(counts, cells.map((_, index) => index + 1));
    deepStrictEqual(outputs.filter((it) => it.output_type === "error"), []);
    ok(metadata.thaw?.kernel && metadata.thaw.packages, "no versions");
    const [parameters, ...more] = cells.filter((it) =>
      hasTag(it, "parameters")
    );
    ok(/^let size\b.*= "quick";/.test(parameters.source));
    strictEqual(more.length, 0);
    const text = outputs.map((it) => "text" in it ? it.text : "").join("");
    for (const fact of [/seed \d/, /size quick/, /backend wasm/]) {
      ok(fact.test(text), `does not state ${fact}`);
    }
  });

  Deno.test(`${name} is short to read and shows without an extension`, () => {
    for (const { source, id } of cells) {
      ok(source.split("\n").length < 20, `cell ${id} is long`);
    }
    const figures = outputs.flatMap((it) => "data" in it ? [it.data] : [])
      .filter((data) => "application/vnd.plotly.v1+json" in data);
    ok(figures.length > 0);
    ok(figures.every((data) => "image/png" in data && "image/svg+xml" in data));
  });

  Deno.test(`${name} gives verdicts and stands in the table`, () => {
    ok(collectVerdicts(notebook).length > 0);
    ok(README.includes(`](${name}) |`));
  });
}
