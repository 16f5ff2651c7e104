/**
 * Runs one notebook file: reads it, has it run, saves it as it goes.
 *
 * @module
 */

import { KernelDiedError } from "../client/client_errors.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { mendMetadata } from "../notebook/mend_metadata.ts";
import { isCode, type Notebook } from "../notebook/notebook.ts";
import { notebookText } from "../notebook/notebook_text.ts";
import { onDemand } from "../system/on_demand.ts";
import { unheededMetadata } from "./execution_metadata.ts";
import { type FileResult, newResult, noteError, tell } from "./file_result.ts";
import { type NotebookFile, readNotebook } from "./notebook_file.ts";
import { notebookFolder } from "./notebook_folder.ts";
import { NotebookSaver, stampOf } from "./notebook_saver.ts";
import { preparedNotebook } from "./prepared_notebook.ts";
import type * as Resume from "./resume.ts";
import type { RunContext } from "./run_context.ts";
import { runInKernel } from "./run_in_kernel.ts";
import { lastDuration } from "./run_metadata.ts";

/**
 * Runs a notebook, again if it fails and that was asked for. Whatever goes wrong
 * is its result, so that the other notebooks run.
 */
export async function runFile(
  file: NotebookFile,
  context: RunContext,
): Promise<FileResult> {
  for (let tries = 0;; tries++) {
    const result = await runOnce(file, context);
    if (
      result.state === "passed" || result.state === "interrupted" ||
      tries === context.options.retries
    ) return result;
    tell(result, context.reporter);
    const left = context.options.retries - tries;
    context.reporter.fail(`${file.name}: run again, ${left} left`);
    context.onRetry?.(file, left);
  }
}

async function runOnce(
  file: NotebookFile,
  context: RunContext,
): Promise<FileResult> {
  const started = performance.now();
  const result = newResult(file);
  try {
    await runPrepared(result, context, started);
  } catch (error) {
    const { requested } = context.termination;
    // A signal ends the kernel, before the first cell too; then no file was
    // written.
    if (requested && error instanceof KernelDiedError) {
      result.reason = "interrupted";
    } else noteError(result, error, context.reporter);
    if (requested) result.state = "interrupted";
  }
  result.ms = performance.now() - started;
  return result;
}

/** Reads the notebook and runs what is left to run of it. */
async function runPrepared(
  result: FileResult,
  context: RunContext,
  started: number,
): Promise<void> {
  const { options, reporter, termination } = context;
  const { file } = result;
  const stamp = stampOf(file.input);
  const notebook = await preparedNotebook(file, context);
  result.notebook = notebook;
  const isKept = options.destination.kind !== "memory";
  const told = [
    ...isKept ? mendMetadata(notebook) : [],
    ...unheededMetadata(notebook),
  ];
  for (const line of told) reporter.fail(`${file.name}: ${line}`);
  const saver = new NotebookSaver(file, notebook, stamp, (path) => {
    reporter.fail(
      `${file.name} was changed while it ran: it stays, the run is in ${path}`,
    );
  });
  const done = options.resume ? await resumed(file, notebook) : 0;
  const codeCells = notebook.cells.filter(isCode);
  if (done === codeCells.length && done > 0) {
    reporter.fail(`${file.name}: all its cells are done`);
    return;
  }
  reporter.start(file.name, lastDuration(notebook));
  try {
    await runInKernel(result, { context, saver, done, started });
  } finally {
    reporter.end(file.name);
    if (file.output !== undefined) file.output = saver.path;
    else if (options.destination.kind !== "memory") {
      reporter.write(notebookText(notebook));
    }
  }
  const failed = result.cells.some(({ state }) => state === "failed");
  result.state = termination.requested
    ? "interrupted"
    : failed
    ? "failed"
    : "passed";
}

/** How many code cells an earlier run has left to take over. */
async function resumed(
  file: NotebookFile,
  notebook: Notebook,
): Promise<number> {
  if (file.output === undefined) return 0;
  try {
    const saved = await readNotebook({ ...file, input: file.output });
    const { takeOver }: typeof Resume = await import(onDemand("./resume.ts"));
    return takeOver(notebook, saved, notebookFolder(file.input));
  } catch (error) {
    // There was no earlier run, or it saved nothing that can be read.
    if (error instanceof BadInputError) return 0;
    throw error;
  }
}
