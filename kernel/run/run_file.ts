/**
 * Runs one notebook file: reads it, starts its kernel, saves it as it goes.
 *
 * @module
 */

import { dirname } from "node:path";
import { KernelStartError } from "../client/client_errors.ts";
import type { Kernel } from "../client/kernel.ts";
import { KernelClient } from "../client/kernel_client.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { isCode, type Notebook } from "../notebook/notebook.ts";
import { notebookText } from "../notebook/notebook_text.ts";
import type { NotebookResult } from "../report/outcome.ts";
import type { Message } from "../protocol/message.ts";
import { chooseKernel, kernelOf } from "./choose_kernel.ts";
import { MemoryWatch } from "./memory_watch.ts";
import { type NotebookFile, readNotebook } from "./notebook_file.ts";
import { preparedNotebook } from "./prepared_notebook.ts";
import { executionMetadata } from "./execution_metadata.ts";
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
 * Runs a notebook, again if it fails and that was asked for.
 *
 * @throws {BadInputError} If it can't be saved.
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
  if (state === "interrupted") return reporter.fail(`${name}: interrupted`);
  if (reason !== undefined) reporter.fail(`${name}: ${reason}`);
  for (const { failure } of cells) {
    if (!failure) continue;
    const { number, cell, reason, traceback } = failure;
    const place = `cell ${number} (id ${cell.id})`;
    reporter.fail(`${name}: ${place} failed: ${reason}`, traceback);
  }
}

async function runOnce(
  file: NotebookFile,
  context: RunContext,
): Promise<FileResult> {
  const { options, reporter, termination } = context;
  const stamp = stampOf(file.input);
  const notebook = await preparedNotebook(file, context);
  const started = performance.now();
  const saver = new NotebookSaver(file, notebook, stamp, (path) => {
    reporter.fail(
      `${file.name} was changed while it ran: it stays, the run is in ${path}`,
    );
  });
  const done = options.resume ? await resumed(file, notebook) : 0;
  const codeCells = notebook.cells.filter(isCode);
  const result: FileResult = {
    file,
    name: file.name,
    notebook,
    state: "passed",
    cells: [],
    ms: 0,
  };
  if (done === codeCells.length && done > 0) {
    reporter.fail(`${file.name}: all its cells are done`);
    return result;
  }
  const expected = lastDuration(notebook);
  reporter.start(file.name, expected);
  try {
    await runInKernel(result, { context, saver, done, started });
    const failed = result.cells.some(({ state }) => state === "failed");
    result.state = termination.requested
      ? "interrupted"
      : failed
      ? "failed"
      : "passed";
  } catch (error) {
    const isOurs = error instanceof KernelStartError ||
      error instanceof BadInputError;
    if (!isOurs) throw error;
    result.state = termination.requested ? "interrupted" : "not runnable";
    result.reason = error.message;
  } finally {
    reporter.end(file.name);
  }
  result.ms = performance.now() - started;
  if (file.output !== undefined) file.output = saver.path;
  else if (options.destination.kind !== "memory") {
    reporter.write(notebookText(notebook));
  }
  return result;
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
  const kernel = await startKernel(file, notebook, options);
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
    const saved = readNotebook({ ...file, input: file.output });
    const { takeOver }: typeof Resume = await import(onDemand("./resume.ts"));
    return takeOver(notebook, saved, dirname(file.input));
  } catch (error) {
    // There was no earlier run, or it saved nothing that can be read.
    if (error instanceof BadInputError) return 0;
    throw error;
  }
}

async function startKernel(
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
  return kernel.isOurs
    ? await KernelClient.host(kernel, cwd)
    : await KernelClient.start({ kernel, cwd });
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
