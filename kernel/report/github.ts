/**
 * What GitHub Actions shows of a run: marks at notebooks, and a summary.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { counts, type NotebookResult } from "./outcome.ts";

/**
 * A line per failure, which the runner takes as a mark at the notebook.
 *
 * @param path The notebook's, from the root of the repository: the runner does
 *   not know in which folder of it the command was started.
 */
export function annotations(result: NotebookResult, path: string): string[] {
  const { name, reason, state, cells } = result;
  const line = (title: string, text: string) =>
    `::error file=${property(path)},title=${property(title)}::${data(text)}`;
  return [
    // What was left undone by a signal is no fault of the notebook's.
    ...reason === undefined || state === "interrupted"
      ? []
      : [line("Not runnable", reason)],
    ...cells.flatMap(({ failure }) =>
      failure
        ? [line(
          `${name}, cell ${failure.number}`,
          [failure.reason, ...failure.traceback].join("\n"),
        )]
        : []
    ),
  ];
}

/**
 * Lines before and after what notebooks print: between them the runner takes no
 * line for a command. Otherwise a cell that prints `::stop-commands::x` hides
 * what failed, and `::error` or `::add-mask` do what they say.
 */
export function withoutCommands(): { before: string; after: string } {
  const token = crypto.randomUUID();
  return { before: `::stop-commands::${token}`, after: `::${token}::` };
}

/** A table of all notebooks in Markdown. */
export function summary(command: string, results: NotebookResult[]): string {
  const rows = results.map((result) => {
    const { name, state, ms, cells, reason } = result;
    const { passed, failed } = counts([result]);
    const first = reason ??
      cells.find(({ failure }) => failure)?.failure?.reason;
    return `| ${
      [
        state === "passed" ? "✅" : "❌",
        name,
        state,
        `${passed} of ${passed + failed}`,
        `${(ms / 1000).toFixed(1)} s`,
        first ?? "",
      ].map(tableCell).join(" | ")
    } |`;
  });
  return [
    `### ${command}`,
    "",
    "| | notebook | state | cells passed | time | first failure |",
    "| --- | --- | --- | --- | ---: | --- |",
    ...rows,
    "",
    "",
  ].join("\n");
}

function data(text: string): string {
  return stripVTControlCharacters(text).replaceAll("%", "%25")
    .replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function tableCell(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, " ").slice(0, 200)
    .replace(/[\\`*_{}\[\]<>|]/g, "\\$&");
}
