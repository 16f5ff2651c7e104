/**
 * The report of a run: all verdicts and pictures as one HTML page that needs
 * no other file and no network, and runs no script.
 *
 * @module
 */

import { isCode, type Notebook } from "../notebook/notebook.ts";
import type { Output } from "../notebook/outputs.ts";
import type { NotebookVerdicts } from "./verdicts.ts";

/** A notebook that has run. */
export interface ReportedNotebook extends NotebookVerdicts {
  notebook: Notebook;
}

const STYLE = `
body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto;
  padding: 0 1em; color: #222; background: #fff }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border: 1px solid #ccc; padding: .3em .6em; text-align: left;
  vertical-align: top }
th:nth-child(2) { width: 11em }
img { max-width: 100%; display: block; margin: 1em 0 }`;

/** The whole page; what notebooks printed stands in it escaped. */
export function reportHtml(notebooks: ReportedNotebook[]): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Claims and verdicts</title>
<style>${STYLE}
</style>
</head>
<body>
<h1>Claims and verdicts</h1>
${notebooks.map(section).join("\n")}
</body>
</html>
`;
}

function section(reported: ReportedNotebook): string {
  const { name, complete, verdicts, notebook } = reported;
  const pictures = notebook.cells.filter(isCode)
    .flatMap(({ outputs }) => outputs.flatMap(picture));
  return [
    `<h2>${escape(title(notebook) ?? name)}</h2>`,
    `<p><code>${escape(name)}</code>${
      complete ? "" : ": stopped before its end"
    }</p>`,
    ...verdicts.length > 0 ? [table(reported)] : [],
    ...pictures,
  ].join("\n");
}

function table({ verdicts }: ReportedNotebook): string {
  const rows = verdicts.map(({ claim, says, measured }) =>
    `<tr><td>${escape(claim)}</td><td>${escape(says)}</td>` +
    `<td>${escape(measured)}</td></tr>`
  );
  return [
    "<table>",
    "<tr><th>Claim</th><th>Verdict</th><th>Measured</th></tr>",
    ...rows,
    "</table>",
  ].join("\n");
}

/** The first heading of the notebook's texts. */
function title({ cells }: Notebook): string | undefined {
  for (const { cell_type, source } of cells) {
    const heading = cell_type === "markdown" && /^# (.+)$/m.exec(source);
    if (heading) return heading[1];
  }
}

/** PNG before SVG, whose fonts are those of whoever looks at it. */
function picture(output: Output): string[] {
  if (!("data" in output)) return [];
  const { data } = output;
  const [png, svg] = [data["image/png"], data["image/svg+xml"]];
  const url = typeof png === "string"
    ? `data:image/png;base64,${png.replace(/\s/g, "")}`
    : typeof svg === "string"
    ? `data:image/svg+xml,${encodeURIComponent(svg)}`
    : undefined;
  if (url === undefined) return [];
  const alt = `${data["text/plain"] ?? ""}`;
  return [`<img src="${escape(url)}" alt="${escape(alt)}">`];
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
