import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { cellsHtml, htmlPage, textHtml } from "../../../kernel/report/page.ts";
import { parseNotebook } from "../../../kernel/notebook/notebook.ts";

/** The page's colours by name, in each of its themes. */
function themes(): Record<string, string>[] {
  const style = /<style>([^]*?)<\/style>/.exec(htmlPage("", ""))![1];
  const colours = [...style.matchAll(/:root \{([^}]*)\}/g)].map(([, text]) =>
    Object.fromEntries(
      [...text.matchAll(/--(\w+): (#\w+)/g)].map(([, name, value]) =>
        [name, value] as const
      ),
    )
  );
  strictEqual(colours.length, 2);
  return colours;
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const digits = colour.slice(1);
  const width = digits.length / 3;
  const [r, g, b] = [0, 1, 2].map((i) => {
    const digit = digits.slice(i * width, (i + 1) * width);
    const value = parseInt(digit.padEnd(2, digit), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) =>
    b - a
  );
  return (light + 0.05) / (dark + 0.05);
}

Deno.test("a page is one landmark, and lines that scroll can be reached by keys", () => {
  const cell = (source: string) =>
    cellsHtml(parseNotebook(JSON.stringify({
      cells: [{
        cell_type: "code",
        execution_count: 1,
        id: "a",
        metadata: {},
        outputs: [{
          output_type: "stream",
          name: "stdout",
          text: `${source}\n${source}`,
        }],
        source,
      }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    })));
  const [short, long] = ["x".repeat(100), "x".repeat(101)].map(cell);
  deepStrictEqual(
    [short, long].map((html) => html.match(/tabindex="0"/g)?.length ?? 0),
    [0, 2],
  );
  ok(/<body>\s*<main>\s*all\s*<\/main>\s*<\/body>/.test(htmlPage("", "all")));
});

/** What is written on what. */
const WRITTEN: [ink: string[], paper: string[]][] = [
  [["ink", "link", "failed", "passed"], ["paper"]],
  [["ink"], ["code", "warn", "bad"]],
  [["keyword", "string", "number", "comment"], ["code"]],
];

Deno.test("a report's text can be read in both themes: WCAG's contrast of 4.5", () => {
  // The standard's own examples: black on white, and the grey that just fails.
  strictEqual(contrast("#000", "#fff"), 21);
  ok(contrast("#777777", "#ffffff") < 4.5);
  const low = themes().flatMap((colours, theme) =>
    WRITTEN.flatMap(([inks, papers]) =>
      inks.flatMap((ink) => papers.map((paper) => [ink, paper] as const))
    ).filter(([ink, paper]) => !(contrast(colours[ink], colours[paper]) >= 4.5))
      .map(([ink, paper]) => `${ink} on ${paper} in theme ${theme}`)
  );
  deepStrictEqual(low, []);
});

Deno.test("textHtml() puts headings below the page's, and shows tables", () => {
  const html = textHtml("# A\n\n## B\n\n| a |\n| --- |\n| 1 |\n\n<b>c</b>");
  ok(html.includes("<h2>A</h2>") && html.includes("<h3>B</h3>"), html);
  ok(html.includes("<td>1</td>") && html.includes("&lt;b&gt;"), html);
});

Deno.test("cellsHtml() shows pictures that were pasted into a cell's text", () => {
  const notebook = parseNotebook(JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{
      cell_type: "markdown",
      metadata: {},
      source: "![x](<attachment:a & b.png>) ![y](attachment:no.png) " +
        "![z](attachment:page)",
      attachments: {
        "a & b.png": { "image/png": "QUI=" },
        page: { "text/html": "<script>" },
      },
    }],
  }));
  strictEqual(
    cellsHtml(notebook).trim(),
    '<p><img src="data:image/png;base64,QUI=" alt="x"> ' +
      '<img src="attachment:no.png" alt="y"> ' +
      '<img src="attachment:page" alt="z"></p>',
  );
});
