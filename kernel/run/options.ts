/**
 * The command line of `thaw run`.
 *
 * @module
 */

import { parseArgs } from "node:util";
import { BadInputError } from "./run_errors.ts";

/** What `thaw run --help` prints. */
export const HELP = `Runs notebooks from top to bottom, without a browser.

Usage: thaw run [options] FILE...

Each notebook runs in a kernel of its own, in the notebook's folder, and is
saved after every cell: beside it as NAME.executed.ipynb, unless told otherwise.

  --out DIR          Write to this folder, under the notebook's own name
  --inplace          Write to the notebook itself
  --update           The same, even if --out is given
  --kernel NAME      Run in this installed kernel; the default is this checkout's
                     own for TypeScript, else the one the notebook names
  --timeout SECONDS  Interrupt a cell that takes longer, and stop there
  --set NAME=VALUE   Set a variable after the cell tagged \`parameters\`; VALUE is
                     JSON, or else text. May be given more than once
  --report FILE      Print all verdicts as one table, write them and the
                     pictures to FILE as one HTML page
  --help             Show this

A cell tagged \`raises-exception\` may fail, one tagged \`skip-execution\` is left
as it is. Exits 0 if all went well, 1 if a cell failed, 2 if a notebook can't be
run, 130 on Ctrl-C.`;

/** Where an executed notebook goes. */
export type Destination =
  | { kind: "beside" }
  | { kind: "inplace" }
  | { kind: "folder"; folder: string };

/** What the user asked for. */
export interface RunOptions {
  files: string[];
  destination: Destination;
  kernel: string | undefined;
  /** Per cell, in ms. */
  timeout: number | undefined;
  /** Values by name, for the cell tagged `parameters`. */
  parameters: Map<string, unknown>;
  /** Where the page of verdicts and pictures goes. */
  report: string | undefined;
  help: boolean;
}

/**
 * Reads the arguments after `thaw run`.
 *
 * @throws {BadInputError} If they make no sense.
 */
export function parseOptions(args: string[]): RunOptions {
  const { values, positionals: files } = parse(args);
  const inplace = values.inplace || values.update;
  if (values.inplace && values.out !== undefined) {
    throw new BadInputError("--out and --inplace exclude each other");
  }
  if (files.length === 0 && !values.help) {
    throw new BadInputError("no notebook given; see thaw run --help");
  }
  return {
    files,
    destination: inplace
      ? { kind: "inplace" }
      : values.out !== undefined
      ? { kind: "folder", folder: values.out }
      : { kind: "beside" },
    kernel: values.kernel,
    timeout: parseTimeout(values.timeout),
    parameters: new Map(values.set.map(parseParameter)),
    report: values.report,
    help: values.help,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        out: { type: "string" },
        inplace: { type: "boolean", default: false },
        update: { type: "boolean", default: false },
        kernel: { type: "string" },
        timeout: { type: "string" },
        report: { type: "string" },
        set: { type: "string", multiple: true, default: [] },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new BadInputError((error as Error).message.split("\n")[0]);
  }
}

function parseTimeout(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 2_000_000)) {
    throw new BadInputError(`--timeout is no number of seconds: ${text}`);
  }
  return seconds * 1000;
}

function parseParameter(text: string): [string, unknown] {
  const [, name, value] = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)=(.*)$/su
    .exec(text) ?? [];
  if (name === undefined) {
    throw new BadInputError(`--set is not NAME=VALUE: ${text}`);
  }
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}
