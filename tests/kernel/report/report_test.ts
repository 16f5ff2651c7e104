import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";
import { reportHtml } from "../../../kernel/run/report.ts";

function report(data: Record<string, unknown>, claim = "It drops") {
  const outputs = [{ output_type: "display_data", data, metadata: {} }];
  const notebook = parseNotebook(JSON.stringify({
    nbformat: 4,
    cells: [
      { cell_type: "markdown", source: "text\n\n# What <b>drops</b>?" },
      { cell_type: "code", source: "1", outputs },
    ],
  }));
  const verdicts = [{ claim, says: "holds", measured: "1 < 2" }];
  return reportHtml([{ name: "a.ipynb", complete: true, verdicts, notebook }]);
}

function images(html: string): string[] {
  return [...html.matchAll(/<img src="([^"]*)" alt="([^"]*)">/g)]
    .flatMap(([, source, alt]) => [source, alt]);
}

Deno.test("reportHtml() shows title, verdicts and the file's name", () => {
  const html = report({});
  ok(html.includes("<h2>What &#60;b&#62;drops&#60;/b&#62;?</h2>"));
  ok(html.includes("<td>It drops</td><td>holds</td><td>1 &#60; 2</td>"));
  ok(html.includes("<code>a.ipynb</code>"));
});

Deno.test("reportHtml() escapes whatever a notebook printed", () => {
  const evil = `"'><script>alert(1)</script>&`;
  const html = report({ "image/png": evil, "text/plain": evil }, evil);
  strictEqual(html.includes("<script"), false);
  strictEqual(images(html).length, 2);
});

Deno.test("reportHtml() carries pictures as data URLs, PNG first", () => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg"/>`;
  const both = {
    "image/png": "iVBO\nRw==\n",
    "image/svg+xml": svg,
    "text/plain": "a figure",
  };
  deepStrictEqual(
    images(report(both)),
    ["data:image/png;base64,iVBORw==", "a figure"],
  );
  const [source] = images(report({ "image/svg+xml": svg }));
  strictEqual(
    decodeURIComponent(source.replaceAll("&#39;", "'")),
    `data:image/svg+xml,${svg}`,
  );
  deepStrictEqual(images(report({ "text/plain": "1" })), []);
});

Deno.test("reportHtml() says which notebook stopped", () => {
  const notebook = parseNotebook(
    JSON.stringify({ nbformat: 4, cells: [{ cell_type: "code", source: "" }] }),
  );
  const html = reportHtml([
    { name: "b.ipynb", complete: false, verdicts: [], notebook },
  ]);
  ok(html.includes("<code>b.ipynb</code>: stopped before its end"));
  strictEqual(html.includes("<table>"), false);
});
