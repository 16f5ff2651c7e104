import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { markdownText } from "../../../kernel/convert/markdown.ts";
import { parseMarkdown } from "../../../kernel/convert/parse_markdown.ts";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";

const output = (data: object) => ({
  output_type: "display_data",
  metadata: {},
  data,
});

function notebook(...cells: object[]) {
  return parseNotebook(JSON.stringify({ nbformat: 4, metadata: {}, cells }));
}

Deno.test("markdownText() and parseMarkdown() keep code and prose", () => {
  const it = notebook(
    { cell_type: "markdown", source: "# Title\n\ntext" },
    {
      cell_type: "code",
      source: "const a = `\n```\n`;",
      outputs: [{
        output_type: "stream",
        name: "stdout",
        text: "\x1b[33m```ts\x1b[39m\n",
      }],
    },
    { cell_type: "markdown", source: "more\n\n```sh\nls\n```" },
    { cell_type: "code", source: "2" },
  );
  const { text } = markdownText(it, "files");
  match(text, /^````output\n```ts\n````$/m);
  deepStrictEqual(
    parseMarkdown(text).cells.map((
      { cell_type, source },
    ) => [cell_type, source]),
    it.cells.map(({ cell_type, source }) => [cell_type, source]),
  );
});

Deno.test("markdownText() puts pictures into files", () => {
  const { text, pictures } = markdownText(
    notebook({
      cell_type: "code",
      source: "1",
      outputs: [
        output({ "image/png": "iVBO\nRw==\n", "text/plain": "x" }),
        output({ "image/svg+xml": "<svg/>" }),
        output({ "image/png": "?", "text/plain": "no picture" }),
        output({ "text/markdown": "**b**", "text/plain": "x" }),
      ],
    }),
    "my files",
  );
  deepStrictEqual(pictures.map(({ path }) => path), [
    "my files/picture_1.png",
    "my files/picture_2.svg",
  ]);
  strictEqual(pictures[0].bytes.length, 4);
  ok(text.includes("![](<my files/picture_1.png>)"));
  ok(text.includes("no picture") && text.includes("**b**"));
});

Deno.test("parseMarkdown() takes fences of one language, closed or not", () => {
  const cells = (text: string) =>
    parseMarkdown(text).cells.map((
      { cell_type, source },
    ) => [cell_type, source]);
  deepStrictEqual(cells("```ts\n1\n```\n```python\n2\n```"), [
    ["code", "1"],
    ["markdown", "```python\n2\n```"],
  ]);
  deepStrictEqual(cells("~~~typescript\n1"), [["code", "1"]]);
  deepStrictEqual(cells("```\nplain\n```"), [["markdown", "```\nplain\n```"]]);
  strictEqual(
    (parseMarkdown("```python\n1\n```").metadata.language_info as {
      name: string;
    }).name,
    "python",
  );
});

Deno.test("parseMarkdown() understands jupytext, MyST and Quarto", () => {
  const read = (text: string) => {
    const { cells, metadata } = parseMarkdown(text);
    return {
      cells: cells.filter(({ cell_type }) => cell_type === "code")
        .map(({ source, metadata }) => [source, metadata]),
      metadata,
    };
  };
  const kernelspec = {
    name: "thaw",
    display_name: "T",
    language: "typescript",
  };
  const front = "kernelspec:\n  name: thaw\n  display_name: T\n" +
    "  language: typescript\n";
  deepStrictEqual(
    read(
      `---\n${front}---\n\`\`\`{code-cell} ts\n:tags: [parameters, "b c"]\n\nlet n = 1;\n\`\`\`\n` +
        "```{code-cell}\n---\ntags: [x]\n---\nn\n```\n```{note}\nno\n```\n",
    ),
    {
      cells: [
        ["let n = 1;", { tags: ["parameters", "b c"] }],
        ["n", { tags: ["x"] }],
      ],
      metadata: { kernelspec },
    },
  );
  deepStrictEqual(
    read(
      `---\njupyter:\n  ${front.trim().replaceAll("\n", "\n  ")}\n---\n` +
        '```typescript tags=["a"]\n1\n```\n',
    ),
    { cells: [["1", { tags: ["a"] }]], metadata: { kernelspec } },
  );
  deepStrictEqual(read("```{code-cell} ipython3\n1\n```\n```{ts}\n2\n```"), {
    cells: [["1", {}]],
    metadata: { language_info: { name: "python" } },
  });
  deepStrictEqual(read("```{ts}\n1\n```\n").cells, [["1", {}]]);
  // What is no front matter of a notebook stays prose.
  strictEqual(
    parseMarkdown("---\ntitle: x\n---\n```ts\n1\n```").cells[0].source,
    "---\ntitle: x\n---",
  );
});

Deno.test("markdownText() keeps tags and front matter on the way back", () => {
  const text =
    '---\nkernelspec:\n  name: thaw\n---\n\n```typescript tags=["parameters","a b"]\nlet n = 1;\n```\n';
  strictEqual(markdownText(parseMarkdown(text), "files").text, text);
});

/** Kind, source and metadata of each cell but the front matter. */
function cellsOf(text: string) {
  return parseMarkdown(text).cells
    .map(({ cell_type, source, metadata }) => [cell_type, source, metadata])
    .filter(([, source]) => !/^---\n(jupyter|kernel)/.test(`${source}`));
}

Deno.test("parseMarkdown() takes jupytext's and MyST's cells of text and raw text", () => {
  const spec = "kernelspec: {name: thaw, language: typescript}";
  deepStrictEqual(
    cellsOf(
      `---\njupyter:\n  ${spec}\n---\n\n` +
        '<!-- #raw raw_mimetype="text/latex" -->\n```ts\n1\n<!-- #endraw -->\n\n' +
        '<!-- #region tags=["x"] -->\na\n\n\n```typescript\n2\n```\n<!-- #endregion -->\n\n' +
        "b\n\n\nc\n\n```typescript\n3\n```\n",
    ),
    [
      ["raw", "```ts\n1", { raw_mimetype: "text/latex" }],
      ["markdown", "a\n\n\n```typescript\n2\n```", { tags: ["x"] }],
      ["markdown", "b", {}],
      ["markdown", "c", {}],
      ["code", "3", {}],
    ],
  );
  deepStrictEqual(
    cellsOf(
      `---\n${spec}\n---\n\n\`\`\`{raw-cell}\n:raw_mimetype: text/latex\n\nr\n\`\`\`\n\n` +
        'a\n\n+++ {"tags": ["x"]}\n\nb\n',
    ),
    [
      ["raw", "r", { raw_mimetype: "text/latex" }],
      ["markdown", "a", {}],
      ["markdown", "b", { tags: ["x"] }],
    ],
  );
  // An editor folds by the same words, and what is folded runs.
  deepStrictEqual(
    cellsOf(
      "<!-- #region Setup -->\n```ts\n1\n```\n<!-- #endregion -->\n+++\n",
    ),
    [
      ["markdown", "<!-- #region Setup -->", {}],
      ["code", "1", {}],
      ["markdown", "<!-- #endregion -->\n+++", {}],
    ],
  );
});

Deno.test("parseMarkdown() takes R Markdown's and Quarto's options of chunks", () => {
  deepStrictEqual(
    cellsOf(
      '```{ts tags=c("parameters", "b"), echo=FALSE}\n1\n```\n' +
        '```{ts active="", eval=FALSE}\nraw\n```\n```{ts, eval=FALSE}\n2\n```\n' +
        "```{ts}\n//| tags: [a, b]\n//| eval: false\n3\n```\n",
    ),
    [
      ["code", "1", { tags: ["parameters", "b"] }],
      ["raw", "raw", {}],
      ["code", "2", { tags: ["skip-execution"] }],
      ["code", "//| tags: [a, b]\n//| eval: false\n3", {
        tags: ["a", "b", "skip-execution"],
      }],
    ],
  );
  deepStrictEqual(
    parseMarkdown("---\njupyter: thaw\n---\n```{ts}\n1\n```\n").metadata,
    { kernelspec: { name: "thaw", display_name: "thaw" } },
  );
});

Deno.test("markdownText() marks texts that would come back as something else", () => {
  const text = (cell_type: string, source: string, metadata = {}) => ({
    cell_type,
    source,
    metadata,
  });
  const cells = [
    text("raw", "raw"),
    text("markdown", "a\n\n\nb"),
    text("markdown", "second"),
    text("markdown", "```ts\nno cell\n```"),
    text("markdown", "\n padded \n"),
    text("markdown", "tagged -->", { tags: ["-->"] }),
    text("raw", "---\ntitle: no front matter\n---"),
    text("markdown", "```\nwithout an end"),
    text("code", "```ts\n1", { tags: ["`"], jupyter: { source_hidden: true } }),
  ];
  deepStrictEqual(
    cellsOf(markdownText(notebook(...cells), "files").text),
    cells.map(({ cell_type, source, metadata }) => [
      cell_type,
      source,
      metadata,
    ]),
  );
});

Deno.test("markdownText() writes no second front matter where it names the kernel", () => {
  const source = "---\ntitle: x\n---";
  const restricted = {
    ...notebook({ cell_type: "raw", source }, {
      cell_type: "code",
      source: "1",
    }),
    metadata: { kernelspec: { name: "thaw-safe", language: "typescript" } },
  };
  deepStrictEqual(cellsOf(markdownText(restricted, "files").text), [
    ["raw", source, {}],
    ["code", "1", {}],
  ]);
});

Deno.test("markdownText() names the kernel of a notebook that has not the usual one", () => {
  const restricted = {
    ...notebook({ cell_type: "code", source: "1" }),
    metadata: { kernelspec: { name: "thaw-safe", language: "typescript" } },
  };
  const { text } = markdownText(restricted, "files");
  strictEqual(
    text,
    '---\njupyter: "thaw-safe"\n---\n\n```typescript\n1\n```\n',
  );
  const back = parseMarkdown(text);
  deepStrictEqual(back.metadata, {
    kernelspec: { name: "thaw-safe", display_name: "thaw-safe" },
  });
  deepStrictEqual(back.cells.map(({ source }) => source), ["1"]);
  strictEqual(markdownText(back, "files").text, text);

  const python = {
    ...restricted,
    metadata: { kernelspec: { name: "ir: \u2028", language: "python" } },
  };
  const there = markdownText(python, "files").text;
  strictEqual(markdownText(parseMarkdown(there), "files").text, there);
});
