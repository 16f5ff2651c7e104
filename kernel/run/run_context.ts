/**
 * What is the same for all notebooks of a run.
 *
 * @module
 */

import type { Notebook } from "../notebook/notebook.ts";
import type { CellResult } from "../report/outcome.ts";
import type { NotebookFile } from "./notebook_file.ts";
import type { RunOptions } from "./options.ts";
import type { Parameters } from "./parameters.ts";
import type { Reporter } from "./reporter.ts";
import type { Termination } from "./termination.ts";

/** Options, and whom to tell. */
export interface RunContext {
  options: RunOptions;
  parameters: Parameters;
  reporter: Reporter;
  termination: Termination;
  /** Changes a notebook before it runs. */
  prepare?: (notebook: Notebook) => void;
  /** Told of each cell as it ends. */
  onCell?(file: NotebookFile, result: CellResult): void;
  /** Told before a notebook that failed runs again, with how often it may. */
  onRetry?(file: NotebookFile, left: number): void;
}
