/**
 * What became of a notebook, as reports tell it.
 *
 * @module
 */

import type { CodeCell, Notebook } from "../notebook/notebook.ts";

/** Why a cell failed. */
export interface CellFailure {
  cell: CodeCell;
  /** Its place among the code cells, from 1. */
  number: number;
  /** The error in one line. */
  reason: string;
  /** As the kernel sent it, with colours; or how what it shows differs. */
  traceback: string[];
}

/** What became of a cell. */
export interface CellResult {
  /** Its place among the code cells, from 1. */
  number: number;
  id: string;
  /** The first line with something on it. */
  title: string;
  state: "passed" | "failed" | "skipped" | "not run";
  ms: number;
  failure?: CellFailure;
}

/** What became of a notebook. */
export interface NotebookResult {
  /** As the user named it. */
  name: string;
  /** As it is after the run. */
  notebook: Notebook;
  state: "passed" | "failed" | "not runnable" | "interrupted";
  cells: CellResult[];
  /** Why it could not be run. */
  reason?: string;
  ms: number;
}

/** A cell's name in lists. */
export function cellName({ number, title }: CellResult): string {
  return title ? `cell ${number}: ${title}` : `cell ${number}`;
}

/** How many cells of each state. */
export function counts(
  results: NotebookResult[],
): Record<CellResult["state"], number> {
  const counted = { passed: 0, failed: 0, skipped: 0, "not run": 0 };
  for (const { cells } of results) {
    for (const { state } of cells) counted[state]++;
  }
  return counted;
}
