/**
 * What a run found, for the top of its report: each notebook's question with
 * its short answer, all claims with a choice of verdicts, and what the numbers
 * were made from.
 *
 * @module
 */

import { isCode, type Notebook } from "../notebook/notebook.ts";
import { escapeHtml } from "./html.ts";
import { markdownHtml } from "./markdown.ts";
import type { Verdict } from "./verdicts.ts";

/** Verdicts in the order in which they can be chosen. */
const VERDICTS = [
  "holds",
  "holds with conditions",
  "does not hold",
  "not seen",
];

/** The paragraph that begins with **Short answer**, as HTML; "" without one. */
export function answerHtml({ cells }: Notebook): string {
  for (const { cell_type, source } of cells) {
    const answer = cell_type === "markdown" &&
      /^\*\*Short answer\.?\*\*\s*([^]+?)(?:\n\s*\n|(?![^]))/m.exec(source);
    if (answer) return markdownHtml(answer[1]);
  }
  return "";
}

/** Rows of the table of claims. */
export function claimRows(verdicts: Verdict[], anchor: string): string[] {
  return verdicts.map(({ claim, says, measured }) =>
    `<tr class="says-${VERDICTS.indexOf(says) + 1}">` +
    `<td><a href="#${anchor}">${escapeHtml(claim)}</a></td>` +
    `<td class="says">${escapeHtml(says)}</td>` +
    `<td>${escapeHtml(measured)}</td></tr>`
  );
}

/** The table of all claims; choosing a verdict hides the others, by CSS alone. */
export function claimsHtml(rows: string[]): string {
  if (rows.length === 0) return "";
  const choice = (id: number, label: string, checked = "") =>
    `<input type="radio" name="only" id="only-${id}" class="filter"${checked}> ` +
    `<label for="only-${id}" class="filter">${escapeHtml(label)}</label>`;
  const counted = VERDICTS.map((says, i) => {
    const count = rows.filter((row) => row.includes(`"says-${i + 1}"`)).length;
    return choice(i + 1, `${says} (${count})`);
  });
  return [
    `<h2 id="claims">Claims and verdicts</h2>`,
    `<div role="group" aria-label="Claims by verdict">`,
    choice(0, `all (${rows.length})`, " checked"),
    ...counted,
    "<table>",
    "<tr><th scope=col>Claim</th><th scope=col>Verdict</th><th scope=col>Measured</th></tr>",
    ...rows,
    "</table>",
    "</div>",
  ].join("\n");
}

/** Lines a notebook printed that name a seed, and the versions it ran with. */
export function factsOf({ cells, metadata }: Notebook): string[] {
  const printed = cells.filter(isCode).flatMap(({ outputs }) =>
    outputs.flatMap((output) =>
      output.output_type === "stream" && output.name === "stdout" &&
        /\bseed \d/.test(output.text)
        ? output.text.trim().split("\n")
        : []
    )
  );
  const run = (metadata.thaw ?? {}) as {
    kernel?: unknown;
    packages?: Record<string, unknown>;
  };
  const packages = Object.entries(run.packages ?? {})
    .map(([name, version]) => `${name} ${version}`);
  const kernel = typeof run.kernel === "string" ? [run.kernel] : [];
  return [...printed, [...kernel, ...packages].join("; ")].filter(Boolean);
}

/** What the numbers were made from, notebook by notebook, and on what machine. */
export function factsHtml(
  facts: { title: string; lines: string[] }[],
  machine: string,
): string {
  const items = facts.filter(({ lines }) => lines.length > 0)
    .map(({ title, lines }) =>
      `<li>${escapeHtml(title)}: ${lines.map(escapeHtml).join("; ")}</li>`
    );
  return [
    `<h2 id="facts">Data, seeds, versions and machine</h2>`,
    "<ul>",
    ...items,
    `<li>Machine: ${escapeHtml(machine)}</li>`,
    "</ul>",
  ].join("\n");
}
