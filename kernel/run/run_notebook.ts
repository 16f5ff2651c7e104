/**
 * Runs the cells of one notebook in a kernel.
 *
 * @module
 */

import type { Kernel } from "../client/kernel.ts";
import {
  ExecutionTimeoutError,
  KernelDiedError,
  KernelReplyError,
} from "../client/client_errors.ts";
import {
  type CodeCell,
  hasTag,
  isCode,
  MADE_BY_RUNS,
  type Notebook,
  tagsOf,
} from "../notebook/notebook.ts";
import { Displays, OutputCollector } from "../notebook/outputs.ts";
import { WidgetStates } from "../notebook/widget_states.ts";
import type { CellFailure, CellResult } from "../report/outcome.ts";
import type { CellChoice } from "./common_options.ts";
import type { Message } from "../protocol/message.ts";
import { failInBackground, mayFail, type Ran } from "./background_failures.ts";
import { noteUnfinished } from "./run_metadata.ts";

/** What the caller wants to know meanwhile. */
export interface RunHooks {
  /** A cell starts or, at the end, `done` equals the number of code cells. */
  onProgress(done: number, total: number): void;
  /** The notebook has new outputs that should be saved. */
  save(): void;
  /** Everything that the kernel sends because of a cell. */
  onOutput?(message: Message): void;
  onCell?(result: CellResult): void;
}

/** How the cells run. */
export interface RunSettings {
  choice: CellChoice;
  /** Per cell, in ms. */
  timeout: number | undefined;
  /** When the notebook must have ended, on `performance.now()`'s clock. */
  deadline: number | undefined;
  /** Whether all cells may fail, as if tagged `raises-exception`. */
  allowErrors: boolean;
  /** Whether cells after a failed one run. */
  keepGoing: boolean;
  /** Whether outputs of cells that have not run yet stay. */
  keepOutputs: boolean;
  /** How many code cells are done: they run again, and keep what they show. */
  done: number;
  /** Why we end the kernel or have ended it, if so. */
  killReason?(): string | undefined;
}

/**
 * Runs the chosen code cells in order.
 *
 * @returns What became of each code cell.
 */
export async function runNotebook(
  notebook: Notebook,
  client: Kernel,
  settings: RunSettings,
  hooks: RunHooks,
): Promise<CellResult[]> {
  const cells = notebook.cells.filter(isCode);
  const runs = cells.map((cell, index) =>
    isChosen(cell, index + 1, settings.choice)
  );
  if (!settings.keepOutputs) {
    // A notebook that stopped half-way then shows how far it came.
    for (const [index, cell] of cells.entries()) {
      if (runs[index] && index >= settings.done) clear(cell);
    }
  }
  const displays = new Displays();
  const widgets = new WidgetStates();
  const results: CellResult[] = [];
  const ran: Ran[] = [];
  let stopped = false;
  let isOver = false;
  for (const [index, cell] of cells.entries()) {
    hooks.onProgress(index, cells.length);
    const result: CellResult = {
      number: index + 1,
      id: cell.id,
      title: titleOf(cell),
      state: stopped ? "not run" : "skipped",
      ms: 0,
    };
    results.push(result);
    if (runs[index] && !stopped) {
      if (index >= settings.done) clear(cell);
      if (cell.source.trim() === "") continue;
      const target = index >= settings.done ? cell : structuredClone(cell);
      if (index >= settings.done) noteUnfinished(notebook, index + 1);
      const started = performance.now();
      const failure = await runCell(
        target,
        client,
        settings,
        displays,
        (message) => {
          widgets.take(message);
          hooks.onOutput?.(message);
        },
      );
      ran.push({ cell: target, result });
      result.ms = performance.now() - started;
      result.state = failure ? "failed" : "passed";
      if (!failure?.isFinal) noteUnfinished(notebook, undefined);
      if (failure) {
        result.failure = { cell, number: index + 1, ...failure };
        isOver = failure.isFinal;
        stopped = !settings.keepGoing || isOver;
      }
      if (index >= settings.done) hooks.save();
    }
    hooks.onCell?.(result);
  }
  if (!isOver && !settings.killReason?.()) {
    const failed = await failInBackground(
      client,
      ran,
      (cell) => mayFail(cell, settings.allowErrors),
    );
    // A run that is resumed begins there.
    if (failed.length > 0) noteUnfinished(notebook, failed[0].number);
    for (const result of failed) hooks.onCell?.(result);
  }
  widgets.note(notebook);
  if (!stopped) hooks.onProgress(cells.length, cells.length);
  return results;
}

/** Whether the user has chosen this cell, and no tag of the cell forbids it. */
export function isChosen(
  cell: CodeCell,
  number: number,
  { cells, tags, skipTags }: CellChoice,
): boolean {
  if (hasTag(cell, "skip-execution")) return false;
  const own = tagsOf(cell);
  if (own.some((tag) => skipTags.includes(tag))) return false;
  if (tags && !own.some((tag) => tags.includes(tag))) return false;
  return cells === undefined ||
    cells.some(([first, last]) => number >= first && number <= last);
}

function clear(cell: CodeCell): void {
  cell.outputs = [];
  cell.execution_count = null;
  // Times of an earlier run.
  for (const name of MADE_BY_RUNS) delete cell.metadata[name];
}

function titleOf({ source }: CodeCell): string {
  return (/\S.*/.exec(source)?.[0] ?? "").trim().slice(0, 80);
}

interface Failure extends Pick<CellFailure, "reason" | "traceback"> {
  /** Whether no further cell can run. */
  isFinal: boolean;
}

async function runCell(
  cell: CodeCell,
  client: Kernel,
  { timeout, deadline, allowErrors, killReason }: RunSettings,
  displays: Displays,
  onOutput: (message: Message) => void,
): Promise<Failure | undefined> {
  const left = deadline === undefined
    ? undefined
    : Math.max(1, deadline - performance.now());
  const limit = Math.min(timeout ?? Infinity, left ?? Infinity);
  const collector = new OutputCollector(cell, displays);
  try {
    const reply = await client.execute(cell.source, {
      timeout: Number.isFinite(limit) ? limit : undefined,
      onOutput: (message) => {
        // A kernel that we end may tell us that its cell was killed.
        if (message.header.msg_type === "error" && killReason?.()) return;
        collector.take(message);
        onOutput(message);
      },
    });
    const killed = reply.status === "error" ? killReason?.() : undefined;
    if (killed) return { reason: killed, traceback: [], isFinal: true };
    if (reply.status === "ok" || mayFail(cell, allowErrors)) return;
    if (reply.status === "aborted") {
      const reason = "The kernel aborted it";
      return { reason, traceback: [], isFinal: false };
    }
    const { ename, evalue, traceback } = reply;
    return {
      // bash's kernel has no name for an error, only the command's status.
      reason: [ename, evalue].filter(Boolean).join(": ") || "an error",
      traceback: Array.isArray(traceback) ? traceback.map(String) : [],
      isFinal: false,
    };
  } catch (error) {
    if (error instanceof ExecutionTimeoutError) {
      const isNotebook = left !== undefined && limit === left;
      return {
        reason: isNotebook
          ? "The notebook took longer than its --time-limit"
          : error.message,
        traceback: [],
        isFinal: true,
      };
    }
    if (error instanceof KernelDiedError) {
      const reason = killReason?.() ?? error.message;
      return { reason, traceback: [], isFinal: true };
    }
    if (!(error instanceof KernelReplyError)) throw error;
    return { reason: error.message, traceback: [], isFinal: true };
  }
}
