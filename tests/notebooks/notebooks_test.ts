/** What each bundled notebook has to be, as committed; nothing is run. */

import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import {
  hasTag,
  isCode,
  parseNotebook,
} from "../../kernel/notebook/notebook.ts";
import type { Output } from "../../kernel/notebook/outputs.ts";
import { collectVerdicts } from "../../kernel/report/verdicts.ts";

const FOLDER = join(import.meta.dirname!, "..", "..", "notebooks");
const README = Deno.readTextFileSync(join(FOLDER, "README.md"));
const NOTEBOOKS = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => ({
    name,
    notebook: parseNotebook(Deno.readTextFileSync(join(FOLDER, name))),
  }));

/** All numbers that Keras gave, by tests/golden/keras_pages.py. */
const KERAS = [
  ...Deno.readTextFileSync(join(FOLDER, "keras.json"))
    .matchAll(/: (-?[\d.]+)(?=,?\n)/g),
].map(([, number]) => Number(number));

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
      ok(source.split("\n").length <= 15, `cell ${id} is long`);
    }
    const figures = outputs.flatMap((it) => "data" in it ? [it.data] : [])
      .filter((data) => "application/vnd.plotly.v1+json" in data);
    ok(figures.length > 0);
    ok(figures.every((data) => "image/png" in data && "image/svg+xml" in data));
  });

  Deno.test(`${name} says something before each cell`, () => {
    notebook.cells.forEach((cell, i) => {
      if (cell.cell_type !== "code") return;
      strictEqual(notebook.cells[i - 1].cell_type, "markdown", `${cell.id}`);
    });
  });

  Deno.test(`${name} answers first, with numbers that the run measured`, () => {
    const [{ source }] = notebook.cells;
    const [, answer] = /^# .+\n\n\*\*Short answer\.\*\*([^]+?)\n\n/.exec(
      source,
    )!;
    const numbers = [...answer.matchAll(/\*\*([^*]+)\*\*/g)]
      .map(([, bold]) => bold.replace(/\s+/g, " "));
    ok(numbers.length > 0, "no number in bold");
    const measured = collectVerdicts(notebook).map((it) => it.measured).join();
    for (const number of numbers) {
      ok(measured.includes(number), `**${number}** was not measured`);
    }
  });

  Deno.test(`${name} has its verdicts in one table at the top`, () => {
    const verdicts = collectVerdicts(notebook);
    ok(verdicts.length > 0);
    const top = notebook.cells.filter(isCode).slice(0, 3)
      .flatMap(({ outputs }) => outputs.map(plainText)).join("\n");
    const rows = top.split("\n").map((row) => row.split(/ {2,}/));
    for (const { claim, says, measured } of verdicts) {
      const row = rows.find(([first]) => first === claim);
      deepStrictEqual(row?.slice(1, 3), [says, measured], claim);
    }
  });

  Deno.test(`${name} links its claims to headings that there are`, () => {
    const texts = notebook.cells.filter((it) => it.cell_type === "markdown")
      .map((it) => it.source).join("\n");
    const headings = [...texts.matchAll(/^## (.+)$/gm)].map(([, it]) => it);
    const html = JSON.stringify(outputs);
    const links = [...html.matchAll(/href=\\"#([^"\\]+)\\"/g)]
      .map(([, anchor]) => decodeURIComponent(anchor).replaceAll("-", " "));
    ok(links.length > 0);
    const lost = links.filter((it) =>
      !headings.some((heading) => heading.replaceAll("-", " ") === it)
    );
    deepStrictEqual(lost, []);
  });

  Deno.test(`${name} gives Keras's numbers as Keras gave them`, () => {
    const texts = notebook.cells.filter((it) => it.cell_type === "markdown")
      .map((it) => it.source);
    const folded = texts.flatMap((it) =>
      [...it.matchAll(/<details>[^]+?<\/details>/g)].map(([text]) => text)
    );
    ok(folded.length > 0);
    const given = folded.flatMap((it) =>
      [...it.replace(/```[^]+?```/g, "").matchAll(/`([\d.]+)`/g)]
        .map(([, number]) => Number(number))
    );
    for (const number of given) {
      ok(KERAS.includes(number), `Keras did not give ${number}`);
    }
  });

  Deno.test(`${name} stands in the table of notebooks`, () => {
    ok(README.includes(`](${name}) |`));
  });
}

function plainText(output: Output): string {
  return "data" in output ? `${output.data["text/plain"] ?? ""}` : "";
}
