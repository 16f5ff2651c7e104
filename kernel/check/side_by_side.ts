/**
 * Two texts beside each other, line by line, for a terminal.
 *
 * @module
 */

import { diffLines } from "diff";

const RED = "\x1b[31m";
const GREEN = "\x1b[32m";
const PLAIN = "\x1b[39m";

/** Lines that are the same are shown this far around those that differ. */
const CONTEXT = 2;

/** A line on each side; nothing where there is none. */
type Row = [left: string | undefined, right: string | undefined, same: boolean];

/**
 * Rows of two columns.
 *
 * @param columns How wide a row may be.
 */
export function sideBySide(
  saved: string,
  now: string,
  columns: number,
  colour: boolean,
): string[] {
  const rows = rowsOf(saved, now);
  const width = Math.max(10, Math.floor((columns - 3) / 2));
  const near = rows.map((_, at) =>
    rows.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1)
      .some(([, , same]) => !same)
  );
  const lines: string[] = [];
  for (const [at, [left, right, same]] of rows.entries()) {
    if (!near[at]) {
      if (near[at - 1] || at === 0) lines.push("...");
      continue;
    }
    const from = same ? 0 : windowStart(left ?? "", right ?? "", width);
    const cell = (text: string | undefined, code: string) => {
      const shown = from === 0 || !text ? text ?? "" : `…${text.slice(from)}`;
      const cut = shown.slice(0, width).padEnd(width);
      return colour && !same && text !== undefined
        ? `${code}${cut}${PLAIN}`
        : cut;
    };
    const middle = same ? "   " : " | ";
    lines.push(
      `${cell(left, RED)}${middle}${cell(right, GREEN)}`.trimEnd(),
    );
  }
  return lines;
}

function rowsOf(saved: string, now: string): Row[] {
  const rows: Row[] = [];
  const changes = diffLines(`${saved}\n`, `${now}\n`);
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at];
    const lines = change.value.replace(/\n$/, "").split("\n");
    if (!change.added && !change.removed) {
      rows.push(...lines.map((line): Row => [line, line, true]));
      continue;
    }
    const next = changes[at + 1];
    const isPair = change.removed && next?.added;
    const left = change.removed ? lines : [];
    const right = isPair
      ? next.value.replace(/\n$/, "").split("\n")
      : change.added
      ? lines
      : [];
    for (let row = 0; row < Math.max(left.length, right.length); row++) {
      rows.push([left[row], right[row], false]);
    }
    if (isPair) at++;
  }
  return rows;
}

/** What is kept of two long lines before the place where they part. */
const LEAD = 8;

/** Where to begin with two lines, so that their difference is seen. */
function windowStart(left: string, right: string, width: number): number {
  if (Math.max(left.length, right.length) <= width) return 0;
  let same = 0;
  while (same < left.length && left[same] === right[same]) same++;
  return same < width - LEAD ? 0 : same - LEAD;
}
