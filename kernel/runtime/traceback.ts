/**
 * What was thrown -> the traceback that Jupyter shows: the cell's number, line
 * and column, its source line, causes; without the kernel's own frames.
 *
 * @module
 */

import type { Failure } from "../bridge/failure.ts";
import type { CellPlace, CellSources } from "./cell_sources.ts";
import type { CellError } from "./interpreter.ts";

// JupyterLab shows errors on pink or on dark red, VS Code on white or black.
// On one of these red, cyan, green and yellow can't be read; this can on all.
const MAGENTA = "\x1b[35m";
// Faint, and not bright black, which is black on dark red in Lab's dark theme.
const FAINT = "\x1b[2m";
const BOLD = "\x1b[1m";
const RESET = "\x1b[0m";

/** `at name (url:1:2)` and `at url:1:2`, either with `async` before it. */
const FRAME = /^\s+at (?:(.*) \(|async )?(.*?):(\d+):(\d+)\)?$/;
/** The child's program has the address that Deno gives to standard input. */
const OWN = /\/\$deno\$stdin\.js$/;

/** The error message for `failure`; `sources` knows the cells. */
export function traceback(failure: Failure, sources: CellSources): CellError {
  return {
    ename: failure.ename,
    evalue: advised(failure),
    traceback: describe(failure, sources, ""),
  };
}

/**
 * Deno's advice for a refused permission, in terms of a kernel. For an import
 * the error is a TypeError.
 */
function advised({ evalue }: Failure): string {
  if (!/^Requires [\w-]+ access/.test(evalue)) return evalue;
  return evalue.replace(
    /, run again with the (--allow-[\w-]+) flag/,
    "; cells of a kernel that is installed with $1, and of `thaw run $1`, have it",
  );
}

/** A traceback that points at one place of a cell and has no stack. */
export function placed(
  ename: string,
  evalue: string,
  place: CellPlace,
  length: number,
): CellError {
  return {
    ename,
    evalue,
    traceback: [
      headline(ename, evalue),
      `    at ${cellName(place)}`,
      ...sourceLines(place, length),
    ],
  };
}

function headline(ename: string, evalue: string): string {
  if (ename === "") return evalue;
  return `${BOLD}${ename}${RESET}${evalue ? `: ${evalue}` : ""}`;
}

function describe(
  failure: Failure,
  sources: CellSources,
  indent: string,
): string[] {
  const lines = [headline(failure.ename, advised(failure))];
  let shown = false;
  let hidden = false;
  for (const frame of failure.frames) {
    const match = FRAME.exec(frame);
    if (!match) {
      // V8's own functions have no address. One that called what is hidden, as
      // `new Promise` does, tells the user nothing.
      if (!hidden) lines.push(`    ${frame.trim()}`);
      continue;
    }
    const [, name, url, line, column] = match;
    // Without an address: functions of the kernel's, called by DevTools.
    hidden = url === "" || OWN.test(url) || url.startsWith("ext:");
    if (hidden) continue;
    const position = { line: Number(line), column: Number(column) };
    const place = sources.place(url, position);
    lines.push(`    ${FAINT}at${RESET} ${frameText(name, url, match, place)}`);
    // Only the innermost place in a cell: that is where to look first.
    if (place && !shown) lines.push(...sourceLines(place, 1));
    shown ||= place !== undefined;
  }
  for (const field of failure.fields ?? []) {
    lines.push(`  ${FAINT}${field}${RESET}`);
  }
  if (failure.cause) {
    const [first, ...rest] = describe(failure.cause, sources, indent);
    lines.push(`Caused by: ${first}`, ...rest);
  }
  for (const part of failure.errors ?? []) {
    lines.push(...describe(part, sources, `${indent}    `));
  }
  return lines.flatMap((text) => text.split("\n")).map((text) => indent + text);
}

function frameText(
  name: string | undefined,
  url: string,
  [, , , line, column]: string[],
  place: CellPlace | undefined,
): string {
  // A module that was loaded anew has another address, with the same file.
  const file = url.replace(/\?v=\d+$/, "");
  const where = place ? cellName(place) : `${file}:${line}:${column}`;
  return name ? `${name} (${where})` : where;
}

function cellName(place: CellPlace): string {
  const { execution_count, line, column } = place;
  return `${MAGENTA}In [${execution_count}]:${line}:${column}${RESET}`;
}

/** Longest source line shown whole; a minified bundle would fill the page. */
const WIDTH = 160;

function sourceLines(place: CellPlace, length: number): string[] {
  const start = Math.max(0, place.column - 1 - WIDTH / 2);
  const text = place.text.slice(start, start + WIDTH);
  const before = text.slice(0, place.column - 1 - start).replace(/[^\t]/g, " ");
  const number = String(place.line);
  const gutter = " ".repeat(number.length);
  return [
    `  ${FAINT}${number} |${RESET} ${text}`,
    `  ${FAINT}${gutter} |${RESET} ${before}${BOLD}${
      "^".repeat(Math.max(1, Math.min(length, text.length - before.length)))
    }${RESET}`,
  ];
}
