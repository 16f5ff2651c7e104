import { deepStrictEqual } from "node:assert/strict";
import { mendMetadata } from "../../../kernel/notebook/mend_metadata.ts";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";

function notebook(metadata: unknown, ...cells: [string, unknown][]) {
  return parseNotebook(JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: cells.map(([cell_type, metadata], index) => ({
      id: `c${index}`,
      cell_type,
      metadata,
      source: "",
    })),
  }));
}

Deno.test("mendMetadata() leaves alone what nbformat allows", () => {
  const fine = notebook(
    { title: "t", authors: [{ name: "A" }], toc: 5, kernelspec: {} },
    ["code", { tags: ["a", "b"], scrolled: "auto", collapsed: false }],
    ["code", { format: 5, jupyter: { source_hidden: true }, name: "n" }],
    ["raw", { format: "text/latex" }],
    // Only code cells have these from nbformat.
    ["markdown", { collapsed: "yes", scrolled: 5, format: 5 }],
  );
  const before = structuredClone(fine);
  deepStrictEqual(mendMetadata(fine), []);
  deepStrictEqual(fine, before);
});

Deno.test("mendMetadata() tells of each value that it changes", () => {
  const wrong = notebook(
    { title: 5, authors: "A" },
    ["markdown", { tags: "a", name: null }],
    ["code", { tags: ["a, b", "a", 1, ""], collapsed: "no", scrolled: 5 }],
    ["code", { tags: null, jupyter: 5, name: {} }],
    ["raw", { format: 5, name: "" }],
  );
  deepStrictEqual(mendMetadata(wrong), [
    'metadata: title can\'t be 5, now "5"',
    'metadata: authors can\'t be "A", now ["A"]',
    "metadata of the cell with id c0: name can't be null, left out",
    'metadata of the cell with id c0: tags can\'t be "a", now ["a"]',
    'metadata of the cell with id c1: tags can\'t be ["a, b","a",1,""], ' +
    'now ["a","b","1"]',
    'metadata of the cell with id c1: collapsed can\'t be "no", left out',
    "metadata of the cell with id c1: scrolled can't be 5, left out",
    'metadata of the cell with id c2: name can\'t be {}, now "{}"',
    "metadata of the cell with id c2: tags can't be null, left out",
    "metadata of the cell with id c2: jupyter can't be 5, left out",
    'metadata of the cell with id c3: name can\'t be "", left out',
    'metadata of the cell with id c3: format can\'t be 5, now "5"',
  ]);
  deepStrictEqual(wrong.cells[2].metadata, { name: "{}" });
  deepStrictEqual(mendMetadata(wrong), []);
});
