/**
 * A run as JUnit's XML, which CI systems read: a suite per notebook, a case per
 * code cell.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 *
 * @module
 */

import { escapeXml } from "./html.ts";
import { cellName, type CellResult, type NotebookResult } from "./outcome.ts";

/** The suite of one notebook. */
export function junitSuite(result: NotebookResult): string {
  const { name, cells, reason, state } = result;
  const cases = cells.map((cell) => junitCase(name, cell));
  if (reason !== undefined) {
    const what = state === "interrupted"
      ? `<skipped message="${escapeXml(reason)}"/>`
      : `<error message="${escapeXml(reason)}" type="${state}"/>`;
    cases.push(
      `    <testcase classname="${escapeXml(name)}" name="kernel" time="0">\n` +
        `      ${what}\n` +
        "    </testcase>",
    );
  }
  const attributes = tally(result);
  return `  <testsuite name="${escapeXml(name)}" ${attributes}>\n` +
    `${cases.map((text) => `${text}\n`).join("")}  </testsuite>`;
}

/** The whole file. */
export function junitXml(command: string, suites: string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuites name="${escapeXml(command)}">\n` +
    `${suites.map((suite) => `${suite}\n`).join("")}</testsuites>\n`;
}

function tally({ cells, reason, state, ms }: NotebookResult): string {
  const count = (state: CellResult["state"]) =>
    cells.filter((cell) => cell.state === state).length;
  const more = reason === undefined ? 0 : 1;
  const errors = state === "interrupted" ? 0 : more;
  const skipped = count("skipped") + count("not run") + more - errors;
  return `tests="${cells.length + more}" failures="${count("failed")}" ` +
    `errors="${errors}" skipped="${skipped}" ` +
    `time="${seconds(ms)}"`;
}

function junitCase(notebook: string, cell: CellResult): string {
  const { state, failure, ms } = cell;
  const start = `    <testcase classname="${escapeXml(notebook)}" ` +
    `name="${escapeXml(cellName(cell))}" time="${seconds(ms)}"`;
  if (failure) {
    const { reason, traceback } = failure;
    // A reason that begins with no name of an error is a sentence.
    const type = /^[\w.]+(?=:|$)/.exec(reason)?.[0] ?? "Error";
    // GitLab shows the text, not the message.
    const text = traceback.join("\n") || reason;
    return `${start}>\n      <failure message="${escapeXml(reason)}" ` +
      `type="${escapeXml(type)}">${escapeXml(text)}` +
      "</failure>\n    </testcase>";
  }
  return state === "passed"
    ? `${start}/>`
    : `${start}>\n      <skipped/>\n    </testcase>`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
