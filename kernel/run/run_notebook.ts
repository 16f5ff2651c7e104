/**
 * Runs the cells of one notebook in a kernel.
 *
 * @module
 */

import type { KernelClient } from "../client/kernel_client.ts";
import {
  ExecutionTimeoutError,
  KernelDiedError,
} from "../client/client_errors.ts";
import { type CodeCell, hasTag, isCode, type Notebook } from "./notebook.ts";
import { Displays, OutputCollector } from "./outputs.ts";

/** Why a notebook stopped. */
export interface CellFailure {
  cell: CodeCell;
  /** Its place among the code cells, from 1. */
  number: number;
  /** The error in one line. */
  reason: string;
  /** As the kernel sent it, with colours. */
  traceback: string[];
}

/** What the caller wants to know meanwhile. */
export interface RunHooks {
  /** A cell starts or, at the end, `done` equals the number of code cells. */
  onProgress(done: number, total: number): void;
  /** The notebook has changed for good up to here. */
  save(): void;
}

/**
 * Runs all code cells in order; their former outputs go first, so that a
 * notebook that stopped half-way shows how far it came.
 *
 * @param timeout Per cell, in ms.
 * @returns What failed, or nothing if all went well.
 */
export async function runNotebook(
  notebook: Notebook,
  client: KernelClient,
  timeout: number | undefined,
  hooks: RunHooks,
): Promise<CellFailure | undefined> {
  const cells = notebook.cells.filter(isCode);
  const toRun = cells.filter((cell) => !hasTag(cell, "skip-execution"));
  for (const cell of toRun) {
    cell.outputs = [];
    cell.execution_count = null;
  }
  const displays = new Displays();
  for (const [index, cell] of cells.entries()) {
    hooks.onProgress(index, cells.length);
    if (!toRun.includes(cell) || cell.source.trim() === "") continue;
    const failure = await runCell(cell, client, timeout, displays);
    hooks.save();
    if (failure) return { cell, number: index + 1, ...failure };
  }
  hooks.onProgress(cells.length, cells.length);
}

async function runCell(
  cell: CodeCell,
  client: KernelClient,
  timeout: number | undefined,
  displays: Displays,
): Promise<Pick<CellFailure, "reason" | "traceback"> | undefined> {
  const collector = new OutputCollector(cell, displays);
  try {
    const reply = await client.execute(cell.source, {
      timeout,
      onOutput: (message) => collector.take(message),
    });
    if (reply.status === "ok" || hasTag(cell, "raises-exception")) return;
    if (reply.status === "aborted") {
      return { reason: "The kernel aborted it", traceback: [] };
    }
    const { ename, evalue, traceback } = reply;
    return { reason: evalue ? `${ename}: ${evalue}` : ename, traceback };
  } catch (error) {
    if (
      error instanceof ExecutionTimeoutError || error instanceof KernelDiedError
    ) {
      return { reason: error.message, traceback: [] };
    }
    throw error;
  }
}
