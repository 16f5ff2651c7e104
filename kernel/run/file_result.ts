/**
 * What became of a notebook file.
 *
 * @module
 */

import {
  KernelDiedError,
  KernelReplyError,
  KernelStartError,
} from "../client/client_errors.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import type { NotebookResult } from "../report/outcome.ts";
import type { NotebookFile } from "./notebook_file.ts";
import type { Reporter } from "./reporter.ts";

/** What became of a notebook, and its files. */
export interface FileResult extends NotebookResult {
  file: NotebookFile;
}

/** Says on stderr what went wrong in a notebook. */
export function tell(
  { name, state, reason, cells }: NotebookResult,
  reporter: Reporter,
): void {
  if (state === "interrupted") {
    return reporter.fail(`${name}: ${reason ?? "interrupted"}`);
  }
  if (reason !== undefined) reporter.fail(`${name}: ${reason}`);
  for (const { failure } of cells) {
    if (!failure) continue;
    const { number, cell, reason, traceback } = failure;
    const place = `cell ${number} (id ${cell.id})`;
    reporter.fail(`${name}: ${place} failed: ${reason}`, traceback);
  }
}

/** What is known of a notebook before it is read. */
export function newResult(file: NotebookFile): FileResult {
  return {
    file,
    name: file.name,
    notebook: { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] },
    state: "passed",
    cells: [],
    ms: 0,
  };
}

/** What is wrong with a file or a kernel, not with this program. */
const NO_FAULTS = [
  BadInputError,
  KernelDiedError,
  KernelReplyError,
  KernelStartError,
];

/**
 * Notes that a notebook can't be run, so that the others are. A fault of this
 * program's is told with its stack, for who mends it.
 */
export function noteError(
  result: NotebookResult,
  error: unknown,
  reporter: Reporter,
): void {
  result.state = "not runnable";
  const { message, stack = "" } = error as Error;
  if (NO_FAULTS.some((kind) => error instanceof kind)) {
    // Said before its name is, where it could not be read any more.
    const said = `${result.name}: `;
    result.reason = message.startsWith(said)
      ? message.slice(said.length)
      : message;
    return;
  }
  result.reason = `a fault of Thaw's own: ${message}`;
  reporter.fail(`${result.name}: ${stack}`);
}
