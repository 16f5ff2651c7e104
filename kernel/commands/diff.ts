/**
 * `thaw diff`: what differs between two notebooks, cell by cell.
 *
 * @module
 */

import { diffArrays, diffLines } from "diff";
import { outputDifferences } from "../check/compare_outputs.ts";
import { differenceLines } from "../check/differences.ts";
import { isOtherFormat } from "../convert/other_formats.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { exactJsonText } from "../notebook/exact_json.ts";
import { type Cell, isCode, type Notebook } from "../notebook/notebook.ts";
import { readNotebook } from "../run/notebook_file.ts";
import { splitArguments } from "../run/split_arguments.ts";
import { Reporter } from "../run/reporter.ts";
import { guarded } from "../run/run.ts";

const HELP = `Shows what differs between two notebooks, cell by cell.

Usage: thaw diff [options] A B

  --outputs     Show how outputs differ, not only that they do
  --help        Show this

Outputs are compared as thaw check does. A script or Markdown has none, so only
sources are compared then.

Example
  thaw diff analysis.ipynb analysis.executed.ipynb --outputs

Exits 0 if nothing differs, 1 if something does, 2 if a file can't be read.`;

/** What `thaw diff` takes, for `parseArgs()`. */
export const DIFF_OPTIONS = {
  outputs: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** A cell that both have, or one of them. */
type Pair = [Cell | undefined, Cell | undefined];

/** git's name for a file that is not there, as before it was added. */
const NO_FILE = "/dev/null";

const EMPTY =
  '{ "nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [] }';

/**
 * Does what the arguments after `thaw diff` say.
 *
 * @returns The exit code.
 */
export async function diff(args: string[]): Promise<number> {
  const reporter = new Reporter();
  return await guarded("thaw diff", reporter, async () => {
    const { values, files } = splitArguments(args, DIFF_OPTIONS);
    if (values.help) {
      reporter.say(HELP);
      return 0;
    }
    if (files.length !== 2) {
      throw new BadInputError("two notebooks are needed; see thaw diff --help");
    }
    const [a, b] = await Promise.all(
      files.map((name) =>
        readNotebook({ name, text: name === NO_FILE ? EMPTY : undefined })
      ),
    );
    const colour = Deno.stdout.isTerminal() && !Deno.env.get("NO_COLOR");
    const lines = notebookDifferences(a, b, {
      compareOutputs: !files.some(isOtherFormat),
      showOutputs: values.outputs === true,
      columns: reporter.columns,
      colour,
    });
    for (const line of lines) reporter.say(line);
    return lines.length > 0 ? 1 : 0;
  });
}

/** How differences are shown. */
export interface DiffSettings {
  compareOutputs: boolean;
  showOutputs: boolean;
  columns: number;
  colour: boolean;
}

/** Lines about all that differs; none if nothing does. */
export function notebookDifferences(
  a: Notebook,
  b: Notebook,
  settings: DiffSettings,
): string[] {
  const lines: string[] = [];
  for (const [at, [left, right]] of pairs(a.cells, b.cells).entries()) {
    if (left && right) {
      const inside = cellDifferences(left, right, settings);
      if (inside.length > 0) {
        lines.push(`cell ${at + 1}, ${right.cell_type} (id ${right.id}):`);
        lines.push(...inside);
      }
      continue;
    }
    const cell = (left ?? right)!;
    const sign = left ? "-" : "+";
    lines.push(
      `cell ${at + 1}, ${cell.cell_type}, ${left ? "removed" : "added"}:`,
      ...cell.source.split("\n").map((line) =>
        signed(sign, line, settings.colour)
      ),
    );
  }
  const [left, right] = [a, b].map(({ metadata }) => kept(metadata));
  if (left !== right && settings.compareOutputs) {
    lines.push("metadata:", ...textDifferences(left, right, settings.colour));
  }
  return lines;
}

/** Cells that belong together: by what they say, then by id, then by place. */
function pairs(a: Cell[], b: Cell[]): Pair[] {
  const key = ({ cell_type, source }: Cell) => `${cell_type}\n${source}`;
  const ids = new Set(a.map(({ id }) => id));
  // Ids that are made of sources say nothing beyond them.
  const shared = b.some(({ id }) => ids.has(id));
  const changes = diffArrays(a, b, {
    comparator: (left, right) =>
      key(left) === key(right) || shared && left.id === right.id,
  });
  const found: Pair[] = [];
  let [left, right] = [0, 0];
  for (let at = 0; at < changes.length; at++) {
    const { added, removed, count = 0 } = changes[at];
    // Removed cells that added ones follow were changed, as far as they go.
    const next = removed && changes[at + 1]?.added ? changes[++at] : undefined;
    const gone = added ? 0 : count;
    const came = removed ? next?.count ?? 0 : count;
    const old = a.slice(left, left += gone);
    const young = b.slice(right, right += came);
    const isSame = !added && !removed;
    for (let n = 0; n < Math.max(gone, came); n++) {
      found.push(...paired(old[n], young[n], isSame));
    }
  }
  return found;
}

/** One pair if the cells are the same or of one kind, else each alone. */
function paired(
  old: Cell | undefined,
  young: Cell | undefined,
  isSame: boolean,
): Pair[] {
  if (isSame || old && young && old.cell_type === young.cell_type) {
    return [[old, young]];
  }
  return [
    ...(old ? [[old, undefined] as Pair] : []),
    ...(young ? [[undefined, young] as Pair] : []),
  ];
}

function cellDifferences(
  left: Cell,
  right: Cell,
  settings: DiffSettings,
): string[] {
  const lines: string[] = [];
  if (left.cell_type !== right.cell_type) {
    lines.push(`  was ${left.cell_type}`);
  }
  if (left.source !== right.source) {
    lines.push(...textDifferences(left.source, right.source, settings.colour));
  }
  const [a, b] = [left, right].map(({ metadata }) => kept(metadata));
  if (a !== b) {
    lines.push("  metadata:", ...textDifferences(a, b, settings.colour));
  }
  if (settings.compareOutputs && isCode(left) && isCode(right)) {
    const found = outputDifferences(left.outputs, right.outputs, undefined);
    if (found.length > 0 && !settings.showOutputs) {
      lines.push(
        `  outputs differ: ${found.map(({ what }) => what).join("; ")}`,
      );
    } else {lines.push(
        ...differenceLines(found, settings.columns, settings.colour),
      );}
  }
  return lines;
}

/** Metadata but for what a run makes. */
function kept(metadata: Record<string, unknown>): string {
  const { thaw: _, execution: _times, language_info: _info, ...rest } =
    metadata;
  return exactJsonText(rest);
}

function textDifferences(
  left: string,
  right: string,
  colour: boolean,
): string[] {
  return diffLines(`${left}\n`, `${right}\n`).flatMap(
    ({ value, added, removed }) => {
      const lines = value.replace(/\n$/, "").split("\n");
      if (added) return lines.map((line) => signed("+", line, colour));
      if (removed) return lines.map((line) => signed("-", line, colour));
      return lines.length > 4
        ? [`    ${lines[0]}`, "    ...", `    ${lines.at(-1)}`]
        : lines.map((line) => `    ${line}`);
    },
  );
}

function signed(sign: "+" | "-", line: string, colour: boolean): string {
  const text = `  ${sign} ${line}`;
  return colour ? `\x1b[${sign === "+" ? 32 : 31}m${text}\x1b[39m` : text;
}
