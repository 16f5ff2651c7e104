import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  type CodeCell,
  parseNotebook,
} from "../../../kernel/notebook/notebook.ts";
import type { NotebookResult } from "../../../kernel/report/outcome.ts";
import { reportHtml, reportPart } from "../../../kernel/report/report.ts";

function result(
  data: Record<string, unknown>,
  changes: Partial<NotebookResult> = {},
  claim = "It drops",
): NotebookResult {
  const outputs = [
    { output_type: "display_data", data, metadata: {} },
    {
      output_type: "stream",
      name: "stdout",
      text: `verdict | ${claim} | holds | 1 < 2`,
    },
  ];
  const notebook = parseNotebook(JSON.stringify({
    nbformat: 4,
    cells: [
      { cell_type: "markdown", source: "text\n\n# What <b>drops</b>?" },
      { cell_type: "code", source: 'const a = "<b>"; // 1', outputs },
    ],
  }));
  return {
    name: "a.ipynb",
    notebook,
    state: "passed",
    cells: [],
    ms: 1500,
    ...changes,
  };
}

function report(...results: NotebookResult[]): string {
  return reportHtml(results.map((it, index) => reportPart(it, index)));
}

function images(html: string): string[] {
  return [...html.matchAll(/<img src="([^"]*)" alt="([^"]*)">/g)]
    .flatMap(([, source, alt]) => [source, alt]);
}

Deno.test("reportHtml() shows title, verdicts, sources and the file's name", () => {
  const html = report(result({}));
  ok(html.includes("What &#60;b&#62;drops&#60;/b&#62;?</h2>"));
  ok(
    html.includes(
      '<td>It drops</td><td class="says">holds</td><td>1 &#60; 2</td>',
    ),
  );
  ok(html.includes("<code>a.ipynb</code>"));
  ok(html.includes('<span class="keyword">const</span>'));
  ok(html.includes('<span class="string">&#34;&#60;b&#62;&#34;</span>'));
});

Deno.test("reportHtml() escapes whatever a notebook printed", () => {
  const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&`;
  for (
    const type of [
      "image/png",
      "image/svg+xml",
      "text/plain",
      "text/html",
      "text/markdown",
    ]
  ) {
    const html = report(
      result({ [type]: evil }, {
        name: evil,
        reason: evil,
        state: "not runnable",
      }, evil),
    );
    strictEqual(html.includes("<script"), false, type);
    strictEqual(/<img src=x/.test(html), false, type);
  }
  ok(
    report(result({ "text/html": "<b>x</b>" })).includes('<iframe sandbox=""'),
  );
});

Deno.test("reportHtml() gives a table room by its rows, whatever its text", () => {
  const html = `<table>${"<tr><td>1</td></tr>".repeat(4)}</table>`;
  const plain = "a line\n".repeat(40);
  const shown = report(result({ "text/html": html, "text/plain": plain }));
  const height = Number(/style="height: ([\d.]+)em/.exec(shown)?.[1]);
  ok(height > 4 * 1.5 && height < 12, `${height}`);
});

Deno.test("reportHtml() bears bundles that are none", () => {
  for (
    const data of [
      { "image/png": 5 },
      { "image/svg+xml": "\ud800" },
      { "text/plain": { toString: 1 } },
      { "text/html": ["a", 1] },
      { "text/plain": null },
    ]
  ) ok(report(result(data)).endsWith("</html>\n"));
});

Deno.test("reportHtml() carries pictures as data URLs, PNG first", () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"/>`;
  const both = {
    "image/png": "iVBO\nRw==\n",
    "image/svg+xml": svg,
    "text/plain": "a figure",
  };
  deepStrictEqual(
    images(report(result(both))),
    ["data:image/png;base64,iVBORw==", "a figure"],
  );
  const [source] = images(report(result({ "image/svg+xml": svg })));
  strictEqual(
    decodeURIComponent(source.replaceAll("&#39;", "'")),
    `data:image/svg+xml,${svg}`,
  );
  deepStrictEqual(images(report(result({ "text/plain": "1" }))), []);
});

Deno.test("reportHtml() has an index first, and on top what failed", () => {
  const it = result({});
  const cell = it.notebook.cells[1] as CodeCell;
  const failure = {
    cell,
    number: 1,
    reason: "TypeError: no",
    traceback: ["\x1b[31mat x\x1b[39m"],
  };
  const failed = result({}, {
    name: "b.ipynb",
    state: "failed",
    cells: [{
      number: 1,
      id: cell.id,
      title: "1",
      state: "failed",
      ms: 1,
      failure,
    }],
  });
  const html = report(it, failed);
  ok(html.includes('href="#notebook-2"'));
  ok(html.indexOf("What failed") < html.indexOf('<h2 id="notebook-1">'));
  ok(
    html.includes('<p>Cell 1: TypeError: no</p><pre class="error">at x</pre>'),
  );
  ok(html.includes("<code>b.ipynb</code>: failed"));
  ok(!report(it).includes("What failed"));
});

/** A notebook of texts and of what it printed. */
function texts(sources: string[], printed: string): NotebookResult {
  const outputs = [{ output_type: "stream", name: "stdout", text: printed }];
  const cells = [
    ...sources.map((source) => ({ cell_type: "markdown", source })),
    { cell_type: "code", source: "1", outputs },
  ];
  const metadata = { thaw: { kernel: "Thaw 1", packages: { tfjs: "4" } } };
  const notebook = parseNotebook(
    JSON.stringify({ nbformat: 4, metadata, cells }),
  );
  return { ...result({}), notebook };
}

Deno.test("reportHtml() begins with the questions and their short answers", () => {
  const answer = "**Short answer.** Yes: **5 %** of <b>units</b>\nare dropped.";
  const html = report(texts([`# Does it?\n\n${answer}\n\nMore.`], "x"));
  const [, cell] = /Does it\?<\/a><\/td><td>(.*?)<\/td>/s.exec(html)!;
  ok(cell.includes("Yes: <strong>5 %</strong> of &lt;b&gt;units&lt;/b&gt;"));
  ok(cell.includes("are dropped."), cell);
  ok(!cell.includes("More."));
});

Deno.test("reportHtml() has one table of all claims that can be chosen by verdict", () => {
  const html = report(
    texts([], "verdict | A | holds | 1\nverdict | B | not seen | 2 ± 3"),
    texts([], "verdict | C | holds | 4"),
  );
  for (const choice of ["all (3)", "holds (2)", "not seen (1)"]) {
    ok(html.includes(`>${choice}</label>`), choice);
  }
  ok(html.includes('<tr class="says-4"><td><a href="#notebook-1">B</a></td>'));
  ok(html.indexOf('id="claims"') < html.indexOf('<h2 id="notebook-1">'));
  ok(!report(texts([], "x")).includes('id="claims"'));
});

Deno.test("reportHtml() ends with data, seeds, versions and the machine", () => {
  const html = report(texts(["# Q"], "MNIST: 60000 <x>\nseed 7; size quick"));
  const facts = html.slice(html.indexOf('id="facts"'));
  ok(
    facts.includes(
      "Q: MNIST: 60000 &#60;x&#62;; seed 7; size quick; Thaw 1; tfjs 4",
    ),
  );
  ok(/Machine: \w+ on \w+/.test(facts));
});

Deno.test("reportHtml() keeps folded blocks folded, and nothing else of HTML", () => {
  const fold = "<details><summary>In `Keras`</summary>\n\ntext\n\n</details>";
  ok(
    report(texts([fold], "x")).includes(
      "<details><summary>In <code>Keras</code></summary>\n<p>text</p>\n</details>",
    ),
  );
  const open = report(texts(["<details><summary>a</summary>"], "x"));
  ok(!open.includes("<details>"));
  const evil = "<details open onclick=x><summary>a</summary>\n\n</details>";
  ok(!report(texts([evil], "x")).includes("<details"));
});

Deno.test("reportHtml() has each notebook's title once, its headings below", () => {
  const html = report(texts(["# Q\n\n## Part", "# Another"], "x"));
  deepStrictEqual(html.match(/<h(\d)[^>]*>.*?<\/h/g), [
    "<h1>Notebooks</h",
    '<h2 id="notebook-1">Q</h',
    "<h3>Part</h",
    "<h2>Another</h",
    '<h2 id="facts">Data, seeds, versions and machine</h',
  ]);
});

Deno.test("reportHtml() colours what follows a template with expressions", () => {
  const it = result({});
  it.notebook.cells[1].source = "f(`a ${{ b: 1 }.b} c`, 12);";
  const html = report(it);
  ok(html.includes('<span class="string">} c`</span>'), html);
  ok(html.includes('<span class="number">12</span>'));
});

Deno.test("reportHtml() shows the text it is given, after the claims", () => {
  const parts = [reportPart(result({}), 0)];
  const html = reportHtml(parts, false, "# How sure\n\n112 faults <script>");
  const places = [
    "Claims and verdicts",
    "<h2>How sure</h2>",
    '<h2 id="notebook-1">',
  ]
    .map((text) => html.indexOf(text));
  ok(places.every((at, i) => at > (places[i - 1] ?? 0)), `${places}`);
  ok(!html.includes("<script>"));
});

Deno.test("reportHtml() has headings in order and names each column", () => {
  const html = report(result({}), result({}));
  const levels = [...html.matchAll(/<h(\d)/g)].map(([, level]) =>
    Number(level)
  );
  strictEqual(levels.filter((level) => level === 1).length, 1);
  ok(
    levels.every((level, i) => level <= (levels[i - 1] ?? 0) + 1),
    `${levels}`,
  );
  ok(html.includes("<th scope=col>Claim</th>") && !html.includes("<th>"));
});
