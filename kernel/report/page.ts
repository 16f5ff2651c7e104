/**
 * Notebooks as one HTML page that needs no other file and no network, and runs
 * no script: a policy in it forbids what escaping should have prevented.
 *
 * @module
 */

import { isCode, type Notebook } from "../notebook/notebook.ts";
import { highlighted } from "./highlight.ts";
import { escapeHtml } from "./html.ts";
import { markdownHtml } from "./markdown.ts";
import { outputHtml } from "./outputs_html.ts";

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
  "frame-src 'self'";

const STYLE = `
body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto;
  padding: 0 1em; color: #222; background: #fff }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid #ccc; padding: .3em .6em; text-align: left;
  vertical-align: top; overflow-wrap: anywhere }
td.time { text-align: right; white-space: nowrap }
pre { background: #f6f6f6; padding: .6em; overflow-x: auto; margin: .4em 0 }
pre.code { border-left: 3px solid #36c }
pre.stderr { background: #fff4e5 } pre.error { background: #fde8e8 }
img { max-width: 100%; display: block; margin: 1em 0 }
iframe { border: 1px solid #ccc; width: 100%; height: 16em; resize: vertical }
.keyword { color: #a0a } .string { color: #a31515 } .number { color: #098658 }
.comment { color: #777 } .failed { color: #b00020 } .passed { color: #087030 }
.sides { display: flex; gap: 1em } .sides > * { flex: 1; min-width: 0 }
ins { background: #d8f5d8; text-decoration: none }
del { background: #fadada; text-decoration: none }`;

/** A whole page. `body` is HTML that is safe already. */
export function htmlPage(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** A notebook's cells, sources and outputs. */
export function cellsHtml(
  { cells, metadata }: Notebook,
  failedIds: Set<string> = new Set(),
): string {
  const isScript = /^(type|java)script$/i
    .test(String(languageOf(metadata)));
  return cells.map((cell) => {
    if (cell.cell_type === "markdown") return markdownHtml(cell.source);
    if (!isCode(cell)) return `<pre>${escapeHtml(cell.source)}</pre>`;
    const code = isScript ? highlighted(cell.source) : escapeHtml(cell.source);
    return [
      failedIds.has(cell.id) ? `<p class="failed">Failed:</p>` : "",
      cell.source.trim() === "" ? "" : `<pre class="code">${code}</pre>`,
      ...cell.outputs.map(outputHtml),
    ].filter(Boolean).join("\n");
  }).join("\n");
}

/** The first heading of the notebook's texts. */
export function titleOf({ cells }: Notebook): string | undefined {
  for (const { cell_type, source } of cells) {
    const heading = cell_type === "markdown" && /^# (.+)$/m.exec(source);
    if (heading) return heading[1];
  }
}

function languageOf(metadata: Notebook["metadata"]): unknown {
  const { kernelspec, language_info } = metadata;
  const info = language_info as { name?: unknown } | undefined | null;
  return kernelspec?.language ?? info?.name ?? "typescript";
}
