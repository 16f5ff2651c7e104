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
  ok(html.includes("<td>It drops</td><td>holds</td><td>1 &#60; 2</td>"));
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
