/**
 * The report of a run: what failed, all verdicts, and all notebooks with their
 * sources and pictures, as one HTML page.
 *
 * @module
 */

import { cpus } from "node:os";
import { stripVTControlCharacters } from "node:util";
import {
  answerHtml,
  claimRows,
  claimsHtml,
  factsHtml,
  factsOf,
} from "./answers.ts";
import { escapeHtml, linesHtml } from "./html.ts";
import type { NotebookResult } from "./outcome.ts";
import { cellsHtml, htmlPage, textHtml, titleOf } from "./page.ts";
import { collectVerdicts, type Verdict } from "./verdicts.ts";

/** A notebook's parts of the page. */
export interface ReportPart {
  /** A row of the index. */
  row: string;
  /** What failed, or nothing. */
  failures: string;
  section: string;
  /** Rows of the table of claims. */
  claims: string[];
  /** What its numbers were made from. */
  facts: { title: string; lines: string[] };
}

/**
 * What one notebook adds to the page; what it printed stands in it escaped.
 *
 * @param index Its place among the notebooks.
 * @param extra HTML of a failed cell's id that says more, such as how its
 *   outputs differ.
 * @param isLive Whether figures come with their data; see `reportHtml()`.
 */
export function reportPart(
  result: NotebookResult,
  index: number,
  extra: (id: string) => string = () => "",
  isLive = false,
): ReportPart {
  const { name, notebook, state, cells, reason, ms } = result;
  const title = titleOf(notebook) ?? name;
  const anchor = `notebook-${index + 1}`;
  const failures = cells.flatMap(({ failure }) => failure ? [failure] : []);
  const texts = [
    ...reason === undefined ? [] : [`<p>${escapeHtml(reason)}</p>`],
    ...failures.map(({ number, cell, reason, traceback }) =>
      `<p>Cell ${number}: ${escapeHtml(stripVTControlCharacters(reason))}</p>` +
      (extra(cell.id) ||
        (traceback.length > 0
          ? linesHtml(stripVTControlCharacters(traceback.join("\n")), "error")
          : ""))
    ),
  ];
  const complete = state === "passed" ? "" : stopped(state);
  const verdicts = collectVerdicts(notebook);
  return {
    row: `<tr><td><a href="#${anchor}">${escapeHtml(title)}</a></td>` +
      `<td>${answerHtml(notebook)}</td>` +
      `<td class="${state === "passed" ? "passed" : "failed"}">${state}</td>` +
      `<td class="time">${(ms / 1000).toFixed(1)} s</td></tr>`,
    failures: texts.length === 0
      ? ""
      : `<h3><a href="#${anchor}">${escapeHtml(name)}</a></h3>\n` +
        texts.join("\n"),
    claims: claimRows(verdicts, anchor),
    facts: { title, lines: factsOf(notebook) },
    section: [
      `<h2 id="${anchor}">${escapeHtml(title)}</h2>`,
      `<p><code>${escapeHtml(name)}</code>${complete}</p>`,
      ...verdicts.length > 0 ? [verdictTable(verdicts)] : [],
      cellsHtml(
        notebook,
        new Set(failures.map(({ cell }) => cell.id)),
        isLive,
      ),
    ].join("\n"),
  };
}

/**
 * The whole page.
 *
 * @param isLive Whether figures are drawn by Plotly.
 * @param about Markdown to show after the claims.
 */
export function reportHtml(
  parts: ReportPart[],
  isLive = false,
  about = "",
): string {
  const failures = parts.map(({ failures }) => failures).filter(Boolean);
  return htmlPage(
    "Notebooks",
    [
      "<h1>Notebooks</h1>",
      "<table>\n<tr><th scope=col>Question</th><th scope=col>Short answer</th><th scope=col>State</th>" +
      "<th scope=col>Time</th></tr>",
      ...parts.map(({ row }) => row),
      "</table>",
      ...failures.length > 0
        ? [`<h2 class="failed">What failed</h2>`, ...failures]
        : [],
      claimsHtml(parts.flatMap(({ claims }) => claims)),
      textHtml(about),
      ...parts.map(({ section }) => section),
      factsHtml(parts.map(({ facts }) => facts), machine()),
    ].join("\n"),
    isLive,
  );
}

function machine(): string {
  const [{ model } = { model: "unknown" }, ...others] = cpus();
  return `${Deno.build.os} on ${Deno.build.arch}, ${
    others.length + 1
  } of ${model}; Deno ${Deno.version.deno}`;
}

function stopped(state: NotebookResult["state"]): string {
  return state === "interrupted"
    ? ": interrupted before its end"
    : state === "failed"
    ? ": failed"
    : ": could not be run";
}

function verdictTable(verdicts: Verdict[]): string {
  const rows = verdicts.map(({ claim, says, measured }) =>
    `<tr><td>${escapeHtml(claim)}</td>` +
    `<td class="says">${escapeHtml(says)}</td>` +
    `<td>${escapeHtml(measured)}</td></tr>`
  );
  return [
    "<table>",
    "<tr><th scope=col>Claim</th><th scope=col>Verdict</th><th scope=col>Measured</th></tr>",
    ...rows,
    "</table>",
  ].join("\n");
}
