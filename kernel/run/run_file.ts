/**
 * Runs one notebook file: reads it, starts its kernel, saves it as it goes.
 *
 * @module
 */

import { dirname } from "node:path";
import { KernelStartError } from "../client/client_errors.ts";
import type { Kernel } from "../client/kernel.ts";
import { hostKernel, startKernel } from "../client/start_kernel.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { isCode, type Notebook } from "../notebook/notebook.ts";
import { notebookText } from "../notebook/notebook_text.ts";
import type { NotebookResult } from "../report/outcome.ts";
import type { Message } from "../protocol/message.ts";
import { chooseKernel, kernelOf, knowsKernelProcess } from "./choose_kernel.ts";
import { MemoryWatch } from "./memory_watch.ts";
import { type NotebookFile, readNotebook } from "./notebook_file.ts";
import { preparedNotebook } from "./prepared_notebook.ts";
import { executionMetadata, unheededMetadata } from "./execution_metadata.ts";
import type { RunContext } from "./run_context.ts";
import { NotebookSaver, stampOf } from "./notebook_saver.ts";
import type { RunOptions } from "./options.ts";
import type { Reporter } from "./reporter.ts";
import { lastDuration, noteDuration, noteKernel } from "./run_metadata.ts";
import { runNotebook } from "./run_notebook.ts";
import type * as Resume from "./resume.ts";
import type * as Remote from "../client/remote_kernel.ts";
import { onDemand } from "../system/on_demand.ts";

/** What became of a notebook, and its files. */
export interface FileResult extends NotebookResult {
  file: NotebookFile;
}

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
  }
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

async function runOnce(
  file: NotebookFile,
  context: RunContext,
): Promise<FileResult> {
  const started = performance.now();
  const result = newResult(file);
  try {
    await runPrepared(result, context, started);
  } catch (error) {
    noteError(result, error, context.reporter);
    if (context.termination.requested) result.state = "interrupted";
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
  for (const line of unheededMetadata(notebook)) {
    reporter.fail(`${file.name}: ${line}`);
  }
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
  if (error instanceof KernelStartError || error instanceof BadInputError) {
    // Said before its name is, where it could not be read any more.
    const said = `${result.name}: `;
    const { message } = error;
    result.reason = message.startsWith(said)
      ? message.slice(said.length)
      : message;
    return;
  }
  const { message, stack = "" } = error as Error;
  result.reason = `a fault of Thaw's own: ${message}`;
  reporter.fail(`${result.name}: ${stack}`);
}

/** Starts the notebook's kernel, runs its cells there, and ends it. */
async function runInKernel(
  result: FileResult,
  { context, saver, done, started }: {
    context: RunContext;
    saver: NotebookSaver;
    /** Code cells that an earlier run has left. */
    done: number;
    /** On `performance.now()`'s clock. */
    started: number;
  },
): Promise<void> {
  const { options, reporter, termination } = context;
  const { file, notebook } = result;
  const own = executionMetadata(notebook);
  const kernel = await kernelFor(file, notebook, options);
  try {
    using _end = termination.onRequest(() => void kernel.shutdown());
    using memory = new MemoryWatch(
      () => kernel.pid,
      options.memoryLimit,
      () => void kernel.destroy(),
    );
    await noteKernel(notebook, file.input, kernel);
    await noteModules(notebook, dirname(file.input));
    saver.save();
    result.cells = termination.requested
      ? []
      : await runNotebook(notebook, kernel, {
        choice: options,
        // The notebook's own goes before what is said for all.
        timeout: own.timeout ?? options.timeout,
        allowErrors: own.allowErrors,
        deadline: options.timeLimit && started + options.timeLimit,
        keepGoing: options.keepGoing,
        keepOutputs: options.destination.kind === "inplace",
        done,
        killReason: () =>
          memory.exceeded
            ? `The kernel took more than ${options.memoryLimit} MiB of memory`
            : termination.requested
            ? "Interrupted"
            : undefined,
      }, {
        onProgress: (done, total) => reporter.progress(file.name, done, total),
        save: () => saver.touch(),
        onOutput: options.verbose
          ? (message) =>
            show(message, reporter, options.jobs > 1 ? file.name : undefined)
          : undefined,
        onCell: (cell) => context.onCell?.(file, cell),
      });
    await kernel.shutdown();
    noteDuration(notebook, performance.now() - started);
    // Once more: what came late is in it now.
    saver.save();
  } finally {
    saver.stop();
    await kernel.destroy();
  }
}

/** Notes which modules cells import, for a run that goes on from here. */
async function noteModules(notebook: Notebook, folder: string) {
  const cells = notebook.cells.filter(isCode);
  if (!cells.some(({ source }) => /\bimport\b/.test(source))) return;
  const { localModules }: typeof Resume = await import(onDemand("./resume.ts"));
  const modules = localModules(cells, folder);
  if (modules === undefined) return;
  notebook.metadata.thaw = { ...notebook.metadata.thaw, modules };
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
    return takeOver(notebook, saved, dirname(file.input));
  } catch (error) {
    // There was no earlier run, or it saved nothing that can be read.
    if (error instanceof BadInputError) return 0;
    throw error;
  }
}

async function kernelFor(
  { input }: NotebookFile,
  notebook: Notebook,
  options: RunOptions,
): Promise<Kernel> {
  if (options.server) {
    const { name } = kernelOf(notebook);
    const { RemoteKernel }: typeof Remote = await import(
      onDemand("../client/remote_kernel.ts")
    );
    return await RemoteKernel.start(options.server, options.kernel ?? name);
  }
  const kernel = chooseKernel(notebook, options.kernel, options.permissions);
  const cwd = dirname(input);
  return kernel.isOurs && !knowsKernelProcess(notebook)
    ? await hostKernel(kernel, cwd)
    : await startKernel({ kernel, cwd });
}

/** What cells print, and the text of what they show. */
function show(
  { header, content }: Message,
  reporter: Reporter,
  name: string | undefined,
): void {
  if (header.msg_type === "stream") reporter.output(`${content.text}`, name);
  if (!/^(display_data|execute_result)$/.test(header.msg_type)) return;
  const data = content.data as Record<string, unknown> | null;
  const text = data?.["text/plain"];
  if (typeof text === "string") reporter.output(`${text}\n`, name);
}
