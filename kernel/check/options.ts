/**
 * The command line of `thaw check`.
 *
 * @module
 */

import type { ParseArgsConfig } from "node:util";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { COMMON_OPTIONS, commonOptions } from "../run/common_options.ts";
import type { RunOptions } from "../run/options.ts";
import { splitArguments } from "../run/split_arguments.ts";
import { MASKS } from "./masks.ts";
import { parseTolerance } from "./marks.ts";

/** What `thaw check --help` prints. */
export const HELP =
  `Runs notebooks again and compares what they show with what is saved.

Usage: thaw check [options] FILE...

FILE is a notebook, a folder, a pattern, or - for standard input. Nothing is
written, unless asked for.

  --update             Write what differs to the notebooks, and only that
  --tolerance NUMBER   How much numbers may differ: in parts of themselves where
                       they are above 1. Without it, half a unit of the last
                       digit that was saved
  --exclude, --set, --params, --cells, --tags, --skip-tags, --jobs, --kernel,
  --allow-..., --deny-..., --server, --token, --timeout, --time-limit,
  --memory-limit, --retries, --verbose, --report, --interactive, --about,
  --junit, --json
                       As for thaw run; see thaw run --help
  --help               Show this

Text must be the same but for numbers and for what means nothing:
${[...new Set(MASKS.map(({ name }) => name))].join(", ")}.
Tables are compared cell by cell, pictures by how they look, HTML by its text,
JSON by its values, errors by name and message.

A cell says how it is to be checked by a comment (# in Python):
  // check: ignore           it may show anything
  // check: tolerance 1e-3   its numbers may differ by that
  // check: match REGEX      its text must match, whatever was saved
  // check: raises           it may fail
  // check: skip             it does not run
The first and the last two are tags, too: check-ignore, check-raises-exception,
check-skip. nbval's comments and tags (NBVAL_IGNORE_OUTPUT, nbval-skip) count.

Examples
  thaw check notebooks
  thaw check report.ipynb --tolerance 0.01 --report out/differences.html
  thaw check notebooks --update

Exits 0 if all is as saved, 1 if something differs or a cell failed, 2 if a
notebook can't be run, 130 on Ctrl-C.`;

/** What `thaw check` takes, for `parseArgs()`. */
export const CHECK_OPTIONS = {
  ...COMMON_OPTIONS,
  update: { type: "boolean" },
  tolerance: { type: "string" },
} as const satisfies ParseArgsConfig["options"];

/** What the user asked for. */
export interface CheckOptions {
  run: RunOptions;
  update: boolean;
  tolerance: number | undefined;
}

/**
 * Reads the arguments after `thaw check`.
 *
 * @throws {BadInputError} If they make no sense.
 */
export function parseCheckOptions(args: string[]): CheckOptions {
  const { values, files, flags } = splitArguments(args, CHECK_OPTIONS);
  if (values.update && files.includes("-")) {
    throw new BadInputError("--update writes to files, and - is none");
  }
  return {
    tolerance: typeof values.tolerance === "string"
      ? parseTolerance("--tolerance", values.tolerance)
      : undefined,
    update: values.update === true,
    run: {
      ...commonOptions("thaw check", values, files, flags),
      destination: { kind: "memory" },
      resume: false,
      keepGoing: false,
    },
  };
}
