/**
 * A run as lines of JSON, one per event, for programs.
 *
 * Each has the `version` of this format and what happened, `event`; fields are
 * added but never change their meaning within a version.
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import type { CellResult, NotebookResult } from "./outcome.ts";

const VERSION = 1;

/** The run begins. */
export function startedEvent(command: string, notebooks: string[]): string {
  return line("started", { command, notebooks });
}

/** A cell has ended. */
export function cellEvent(notebook: string, cell: CellResult): string {
  const { number, id, title, state, ms, failure } = cell;
  return line("cell", {
    notebook,
    number,
    id,
    title,
    state,
    seconds: ms / 1000,
    ...failure ? { failure: failed(failure) } : {},
  });
}

/** A notebook has failed and runs again, from its first cell. */
export function retriedEvent(notebook: string, left: number): string {
  return line("retried", { notebook, left });
}

/** A notebook has ended. */
export function notebookEvent(
  { name, state, reason, ms }: NotebookResult,
  output: string | undefined,
): string {
  return line("notebook", {
    notebook: name,
    state,
    ...reason === undefined ? {} : { reason },
    ...output === undefined ? {} : { output },
    seconds: ms / 1000,
  });
}

/** The run has ended. */
export function endedEvent(results: NotebookResult[]): string {
  const states = results.map(({ state }) => state);
  return line("ended", {
    passed: states.filter((state) => state === "passed").length,
    failed: states.filter((state) => state !== "passed").length,
  });
}

function failed({ reason, traceback }: NonNullable<CellResult["failure"]>) {
  return {
    reason: stripVTControlCharacters(reason),
    traceback: traceback.map(stripVTControlCharacters),
  };
}

function line(event: string, fields: Record<string, unknown>): string {
  return `${JSON.stringify({ version: VERSION, event, ...fields })}\n`;
}
