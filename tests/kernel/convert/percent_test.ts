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
    title: 'x"y\u2028z',
  };
  const it = notebook([
    ["1", "code", {
      tags: ["parameters", "a b"],
      n: 1,
      deep: { "a b": ["x=1", null] },
    }],
    ["2", "markdown", { "odd name": 1, "x=": "{}" }],
    ["3", "code", { text: 'a name=1 b="2"' }],
    ["4", "code", { name: "a\u2028b\u2029c\x85d" }],
    ["5", "code", { title: "a\u2028b", "odd name": "\u2028" }],
  ], metadata);
  const again = parsePercent(percentText(it, "//"), "//");
  deepStrictEqual(again.cells.map(kept), it.cells.map(kept));
  deepStrictEqual(again.metadata, it.metadata);
  const exact = "// %% n=[12345678901234567890,1.0,1e-07]\n1\n";
  strictEqual(percentText(parsePercent(exact, "//"), "//"), exact);
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

/** Magics and comments that look like them, as jupytext 1.19.6 wrote them. */
const MAGICS: [script: string, source: string][] = [
  ["# %matplotlib inline", "%matplotlib inline"],
  ["# # %matplotlib inline", "# %matplotlib inline"],
  ["# !ls", "!ls"],
  ["# !pip install \\\n#   x", "!pip install \\\n  x"],
  ["# x = !ls", "x = !ls"],
  ["# %%time\nf()", "%%time\nf()"],
  ["# print?", "print?"],
  ["# cd x", "cd x"],
  ["if x:\n    # %time f()\n    # !ls", "if x:\n    %time f()\n    !ls"],
  ['"""\n%time\n"""', '"""\n%time\n"""'],
  ["# a comment", "# a comment"],
];

Deno.test("parsePercent() and percentText() hide Python's magics as jupytext does", () => {
  const header = "# ---\n# jupyter:\n" +
    '#   "jupytext": {"text_representation":{"extension":".py","format_name":"percent"}}\n' +
    "# ---\n\n";
  const others =
    '# %% magic_args="--out x" language="bash"\n# ls\n#\n# ls\n\n# %% active="ipynb"\n# f()\n';
  const script = header +
    MAGICS.map(([script]) => `# %%\n${script}\n\n`).join("") + others;
  const { cells } = parsePercent(script, "#");
  deepStrictEqual(cells.map(({ source }) => source), [
    ...MAGICS.map(([, source]) => source),
    "%%bash --out x\nls\n\nls",
    "f()",
  ]);
  strictEqual(percentText({ ...notebook([]), cells }, "#"), script);
});

Deno.test("parsePercent() leaves a person's comments, and knows their magics", () => {
  const { cells } = parsePercent(
    "# %%\n# copy the data\n# why?\n# !pip install x\n#%matplotlib inline",
    "#",
  );
  strictEqual(
    cells[0].source,
    "# copy the data\n# why?\n!pip install x\n%matplotlib inline",
  );
  const typescript = "// %d is a number\n// !important";
  strictEqual(parsePercent(typescript, "//").cells[0].source, typescript);
});

Deno.test("text cells in a block keep its marks", () => {
  const BLOCKS: [comment: string, text: string, source: string][] = [
    ["//", "/*\n# Title\n\n- a\n*/", "# Title\n\n- a"],
    ["//", "/* one line */", "one line"],
    ["#", '"""\n# Title\n"""', "# Title"],
    ["#", '"""one line"""', "one line"],
    ["#", "r'''\na\\b\n'''", "a\\b"],
  ];
  for (const [comment, text, source] of BLOCKS) {
    const script = `${comment} %% [markdown] tags=["a"]\n${text}\n`;
    const it = parsePercent(script, comment);
    strictEqual(it.cells[0].source, source);
    const again = percentText(it, comment);
    strictEqual(again.slice(again.indexOf(`${comment} %%`)), script);
    // A text that would end the block is written in comments.
    it.cells[0].source = "a */ \"\"\" ''' b";
    const other = parsePercent(percentText(it, comment), comment);
    strictEqual(other.cells[0].source, it.cells[0].source);
  }
});

Deno.test("parsePercent() takes first lines for Unix and Python off, and keeps them", () => {
  const script =
    '#!/usr/bin/env -S deno run\n// -*- coding: utf-8 -*-\n// ---\n// jupyter:\n//   "jupytext": {"formats":"ipynb,ts:percent"}\n//   "kernelspec": {"name":"thaw"}\n// ---\n\n// %%\nü\n';
  const it = parsePercent(script, "//");
  deepStrictEqual(it.cells.map(({ source }) => source), ["ü"]);
  strictEqual(it.metadata.kernelspec?.name, "thaw");
  strictEqual(percentText(it, "//"), script);
  const plain = parsePercent("#!/usr/bin/env python\n# %%\n1\n", "#");
  deepStrictEqual(plain.cells.map(({ source }) => source), ["1"]);
});

Deno.test("two empty lines around Python's functions belong to no cell", () => {
  const sources = [
    "import a",
    "def f():\n    pass",
    "class A:\n    b = 1\n",
    "x",
  ];
  const it = notebook(sources.map((source): Source => [source]));
  const script = percentText(it, "#");
  strictEqual(
    script.slice(script.indexOf("# %%")),
    "# %%\nimport a\n\n\n# %%\ndef f():\n    pass\n\n\n" +
      "# %%\nclass A:\n    b = 1\n\n\n\n# %%\nx\n",
  );
  deepStrictEqual(
    parsePercent(script, "#").cells.map(({ source }) => source),
    sources,
  );
});

Deno.test("a marker's words that are no metadata are its title", () => {
  const { cells } = parsePercent(
    '// %% a=b\n// %% has [brackets] tags=["x"]\n// %% a/b="c" b=False c\n  // %%\n  1',
    "//",
  );
  deepStrictEqual(cells.map(({ metadata }) => metadata), [
    { title: "a=b" },
    { title: "has [brackets]", tags: ["x"] },
    { "a/b": "c", b: false, c: null },
    {},
  ]);
});
