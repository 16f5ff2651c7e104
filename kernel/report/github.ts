/**
 * What GitHub Actions shows of a run: marks at notebooks, and a summary.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 *
 * @module
 */

import { isAbsolute, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { type CellFailure, counts, type NotebookResult } from "./outcome.ts";

/** Whether GitHub's runner reads what is said. */
export function isOnGitHub(): boolean {
  return Deno.env.get("GITHUB_ACTIONS") === "true";
}

/**
 * A line per failure, which the runner takes as a mark at the notebook.
 *
 * @param path The notebook's, from the root of the repository: the runner does
 *   not know in which folder of it the command was started.
 * @param lines Of each cell by its id: the file's line for each of its lines.
 */
export function annotations(
  result: NotebookResult,
  path: string,
  lines: Map<string, number[]> = new Map(),
): string[] {
  const { name, reason, state, cells } = result;
  const line = (title: string, text: string, place?: number) =>
    annotation(path, place, title, text);
  return [
    // What was left undone by a signal is no fault of the notebook's.
    ...reason === undefined || state === "interrupted"
      ? []
      : [line("Not runnable", reason)],
    ...cells.flatMap(({ id, failure }) =>
      failure
        ? [line(
          `${name}, cell ${failure.number}`,
          [failure.reason, ...failure.traceback].join("\n"),
          lineOf(failure, lines.get(id)),
        )]
        : []
    ),
  ];
}

/** A line that the runner takes as a mark at a file, or at a line of it. */
export function annotation(
  path: string,
  line: number | undefined,
  title: string,
  text: string,
): string {
  return `::error file=${property(path)},` +
    (line === undefined ? "" : `line=${line},`) +
    `title=${property(title)}::${data(text)}`;
}

/**
 * A file's path from the folder that the runner checked out.
 *
 * @param name As the user named it, which it stays outside that folder.
 * @param input Absolute.
 */
export function pathInWorkspace(name: string, input: string): string {
  const workspace = Deno.env.get("GITHUB_WORKSPACE");
  if (!workspace) return name;
  const path = relative(workspace, input);
  return path.startsWith("..") || isAbsolute(path)
    ? name
    : path.replaceAll("\\", "/");
}

/** A line for what kept the command from running anything. */
export function commandAnnotation(command: string, text: string): string {
  return `::error title=${property(command)}::${data(text)}`;
}

/** `In [3]:2:5` in our tracebacks, `Cell In[3], line 2` in IPython's. */
const FRAME = /\bIn ?\[(\d+)\](?::|, line )(\d+)/g;

/** The file's line that a cell failed at; its first where that is not told. */
function lineOf(
  { cell, traceback }: CellFailure,
  lines: number[] | undefined,
): number | undefined {
  const text = stripVTControlCharacters(traceback.join("\n"));
  const own = [...text.matchAll(FRAME)]
    .find(([, count]) => Number(count) === cell.execution_count);
  return lines?.[Number(own?.[2] ?? 1) - 1] ?? lines?.[0];
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
