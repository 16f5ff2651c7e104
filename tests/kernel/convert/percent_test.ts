import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { parsePercent, percentText } from "../../../kernel/convert/percent.ts";
import { type Cell, parseNotebook } from "../../../kernel/notebook/notebook.ts";

type Source = [source: string, type?: string, metadata?: object];

function notebook(cells: Source[], metadata: object = {}) {
  return parseNotebook(JSON.stringify({
    nbformat: 4,
    metadata,
    cells: cells.map(([source, cell_type = "code", metadata = {}]) => ({
      cell_type,
      source,
      metadata,
    })),
  }));
}

const kept = (
  { cell_type, source, metadata }: Cell,
) => [source, cell_type, metadata];

/** Sources that are hard to bring back, each a neighbour of the next. */
const SOURCES = [
  "",
  "\n",
  "\n\n",
  "a",
  "a\n",
  "a\n\n",
  "\na",
  "// %%",
  "//%%",
  "// %% [markdown]",
  "// // %%",
  "// // // %% x",
  "%%",
  "// %%%",
  "//",
  "// a\n//\n// b",
  "a\r\nb",
  "`\n// %%\n`",
  "// ---\n// jupyter:\n// ---",
  "\u2028",
];

Deno.test("parsePercent() brings back what percentText() wrote, exactly", () => {
  for (const comment of ["//", "#"]) {
    const own = SOURCES.map((source) => source.replaceAll("//", comment));
    for (const type of ["code", "markdown", "raw"]) {
      const cells = own.map((source): Source => [source, type]);
      // Each in the middle, and each as the last.
      for (let end = 1; end <= cells.length; end++) {
        const it = notebook(cells.slice(0, end));
        const again = parsePercent(percentText(it, comment), comment);
        deepStrictEqual(again.cells.map(kept), it.cells.map(kept));
      }
    }
  }
});

Deno.test("parsePercent() brings back tags and metadata", () => {
  const metadata = {
    kernelspec: { name: "thaw", display_name: "a: #b" },
    title: 'x"y',
  };
  const it = notebook([
    ["1", "code", {
      tags: ["parameters", "a b"],
      n: 1,
      deep: { "a b": ["x=1", null] },
    }],
    ["2", "markdown", { "odd name": 1, "x=": "{}" }],
    ["3", "code", { text: 'a name=1 b="2"' }],
  ], metadata);
  const again = parsePercent(percentText(it, "//"), "//");
  deepStrictEqual(again.cells.map(kept), it.cells.map(kept));
  deepStrictEqual(again.metadata, it.metadata);
});

Deno.test("parsePercent() reads what VS Code and jupytext write", () => {
  const text = `// ---
// jupyter:
//   jupytext:
//     text_representation:
//       format_name: percent
//   kernelspec:
//     display_name: Thaw
//     name: thaw
// ---
before();

// %% Title of a cell
const a = 1;
// %% [md] tags=["x"]
// # Heading
//no space
// %%
b`.replaceAll("\n", "\r\n");
  const { cells, metadata } = parsePercent(text, "//");
  deepStrictEqual(cells.map(kept), [
    ["before();", "code", {}],
    ["const a = 1;", "code", { title: "Title of a cell" }],
    ["# Heading\nno space", "markdown", { tags: ["x"] }],
    ["b", "code", {}],
  ]);
  strictEqual(metadata.kernelspec?.name, "thaw");
  strictEqual("jupytext" in metadata, false);
});

Deno.test("parsePercent() keeps the title of a cell, as jupytext does", () => {
  const text =
    '// %% Load data\n1\n\n// %% The end [markdown] tags=["t"]\n// x\n\n// %% tags=["a"] title="a=b"\n2\n';
  const notebook = parsePercent(text, "//");
  deepStrictEqual(notebook.cells.map(({ metadata }) => metadata), [
    { title: "Load data" },
    { title: "The end", tags: ["t"] },
    { tags: ["a"], title: "a=b" },
  ]);
  strictEqual(percentText(notebook, "//"), text);
});
