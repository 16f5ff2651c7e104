/**
 * Notebooks as one HTML page that needs no other file and no network, and runs
 * no script but Plotly where that is asked for: a policy in it forbids what
 * escaping should have prevented.
 *
 * @module
 */

import { pageScripts } from "../lab/page_scripts.ts";
import { type Cell, isCode, type Notebook } from "../notebook/notebook.ts";
import { highlighted } from "./highlight.ts";
import { escapeHtml, linesHtml } from "./html.ts";
import { markdownHtml } from "./markdown.ts";
import { outputHtml, pictureUrl } from "./outputs_html.ts";

/** What the policy of every page begins with, in 0.2.0's pages, too. */
const COMMON_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const POLICY = `${COMMON_POLICY}; frame-src 'self'`;

/** Whether a text is such a page, by its policy; a conversion may replace it. */
export function isPage(text: string): boolean {
  return text.includes(
    `<meta http-equiv="Content-Security-Policy" content="${COMMON_POLICY}`,
  );
}

// Pictures keep their own white paper. Frames follow the page's theme.
const STYLE = `
:root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #ccc;
  --code: #f6f6f6; --mark: #36c; --warn: #fff4e5; --bad: #fde8e8;
  --keyword: #a0a; --string: #a31515; --number: #07714b; --comment: #666;
  --failed: #b00020; --passed: #087030; --link: #0645ad }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e4e4e4; --paper: #16181c; --line: #454a52; --code: #22252b;
    --mark: #6b9bff; --warn: #3a2c12; --bad: #471c22; --keyword: #e08ce0;
    --string: #f0a080; --number: #6fd0a5; --comment: #a0a0a0;
    --failed: #ff8a93; --passed: #6fd08c; --link: #8ab4ff } }
body { font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto;
  padding: 0 1em; color: var(--ink); background: var(--paper) }
a { color: var(--link) }
table { border-collapse: collapse; width: 100%; margin: 1em 0 }
caption { text-align: left; font-weight: bold; padding: .3em 0 }
th, td { border: 1px solid var(--line); padding: .3em .6em; text-align: left;
  vertical-align: top; overflow-wrap: anywhere }
td:first-child { min-width: 2.2em }
td.time { text-align: right; white-space: nowrap }
code { overflow-wrap: anywhere } th { overflow-wrap: normal } td.passed, td.failed { white-space: nowrap }
p.verdict { border-left: 5px solid var(--mark); padding: 2px 10px }
td p { margin: 0 } td.says { font-weight: bold; min-width: 6em }
pre { background: var(--code); padding: .6em; overflow-x: auto; margin: .4em 0;
  font-size: .85em }
pre.code { border-left: 3px solid var(--mark) }
pre.stderr { background: var(--warn) } pre.error { background: var(--bad) }
img { max-width: 100%; display: block; margin: 1em 0; background: #fff }
iframe { border: 1px solid var(--line); width: 100%; height: 16em;
  resize: vertical }
.keyword { color: var(--keyword) } .string { color: var(--string) }
.number { color: var(--number) } .comment { color: var(--comment) }
.failed { color: var(--failed) } .passed { color: var(--passed) }
.sides { display: flex; gap: 1em } .sides > * { flex: 1; min-width: 0 }
ins { background: #d8f5d8; color: #222; text-decoration: none }
del { background: #fadada; color: #222; text-decoration: none }
fieldset { border: 1px solid var(--line) } label { margin-right: 1em }
#only-1:checked ~ table tr:is(.says-2, .says-3, .says-4),
#only-2:checked ~ table tr:is(.says-1, .says-3, .says-4),
#only-3:checked ~ table tr:is(.says-1, .says-2, .says-4),
#only-4:checked ~ table tr:is(.says-1, .says-2, .says-3) { display: none }
@media screen and (max-width: 62em) { pre { white-space: pre-wrap;
  overflow-wrap: anywhere } }
@media screen and (max-width: 40em) { body { padding: 0 .5em }
  th, td { padding: .2em .3em; font-size: .85em } }
@media print { body { max-width: none; margin: 0 } .filter { display: none }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
  h2 { break-before: page } img, tr, pre { break-inside: avoid } }`;

/**
 * A whole page.
 *
 * @param body HTML that is safe already.
 * @param isLive Whether its figures are drawn by Plotly, which comes with it.
 */
export function htmlPage(title: string, body: string, isLive = false): string {
  const scripts = isLive ? pageScripts() : undefined;
  // Plotly saves pictures by way of a blob.
  const policy = scripts
    ? POLICY.replace("img-src data:", "img-src data: blob:") +
      `; script-src ${scripts.sources}`
    : POLICY;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}
</style>
</head>
<body>
<main>
${body}
</main>
${scripts ? `${scripts.html}\n` : ""}</body>
</html>
`;
}

/**
 * A notebook's cells, sources and outputs. Its own title is left out and its
 * headings stand one level lower: both are below a heading of the page.
 */
export function cellsHtml(
  { cells, metadata }: Notebook,
  failedIds: Set<string> = new Set(),
  isLive = false,
): string {
  const isScript = /^(type|java)script$/i
    .test(String(languageOf(metadata)));
  let hasTitle = false;
  return cells.map((cell) => {
    if (cell.cell_type === "markdown") {
      const isTitle = !hasTitle && TITLE.test(cell.source);
      hasTitle ||= isTitle;
      const source = isTitle ? cell.source.replace(TITLE, "") : cell.source;
      return withAttachments(textHtml(source), cell.attachments);
    }
    if (!isCode(cell)) return `<pre>${escapeHtml(cell.source)}</pre>`;
    const code = isScript ? highlighted(cell.source) : escapeHtml(cell.source);
    return [
      failedIds.has(cell.id) ? `<p class="failed">Failed:</p>` : "",
      cell.source.trim() === "" ? "" : linesHtml(cell.source, "code", code),
      ...cell.outputs.map((output) => outputHtml(output, isLive)),
    ].filter(Boolean).join("\n");
  }).join("\n");
}

/** Pictures that were pasted into a cell's text, put where it names them. */
function withAttachments(
  html: string,
  attachments: Cell["attachments"] = {},
): string {
  return html.replace(/ src="attachment:([^"]*)"/g, (as, name) => {
    const file = safelyDecoded(name);
    const url = Object.hasOwn(attachments, file)
      ? pictureUrl(attachments[file])
      : undefined;
    return url === undefined ? as : ` src="${escapeHtml(url)}"`;
  });
}

/** A name as the notebook has it; Markdown's renderer writes it as in a URL. */
function safelyDecoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll("&amp;", "&"));
  } catch {
    return name;
  }
}

const TITLE = /^# (.+)$/m;

/** Markdown whose headings stand one level lower, below the page's. */
export function textHtml(markdown: string): string {
  return markdownHtml(markdown).replace(
    /<(\/?)h([1-5])>/g,
    (_, slash, level) => `<${slash}h${Number(level) + 1}>`,
  );
}

/** The first heading of the notebook's texts. */
export function titleOf({ cells }: Notebook): string | undefined {
  for (const { cell_type, source } of cells) {
    const heading = cell_type === "markdown" && TITLE.exec(source);
    if (heading) return heading[1];
  }
}

function languageOf(metadata: Notebook["metadata"]): unknown {
  const { kernelspec, language_info } = metadata;
  const info = language_info as { name?: unknown } | undefined | null;
  return kernelspec?.language ?? info?.name ?? "typescript";
}
