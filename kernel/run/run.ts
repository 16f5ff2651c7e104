/**
 * `thaw run`: notebooks from top to bottom in kernels of their own.
 *
 * @module
 */

import { basename, dirname } from "node:path";
import { KernelStartError } from "../client/client_errors.ts";
import { KernelClient } from "../client/kernel_client.ts";
import { findKernel, ownKernel } from "../client/kernel_command.ts";
import { chooseKernel, isTypeScript } from "./choose_kernel.ts";
import {
  type NotebookFile,
  readNotebooks,
  saveNotebook,
  writeReport,
} from "./notebook_file.ts";
import { HELP, parseOptions, type RunOptions } from "./options.ts";
import { injectParameters } from "./parameters.ts";
import { reportHtml } from "./report.ts";
import { Reporter } from "./reporter.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { noteDuration, noteKernel } from "./run_metadata.ts";
import { type CellFailure, runNotebook } from "./run_notebook.ts";
import { Termination, TerminationError } from "./termination.ts";
import { collectVerdicts, verdictTable } from "./verdicts.ts";

/**
 * Runs what the arguments after `thaw run` say.
 *
 * @returns The exit code.
 */
export async function run(args: string[]): Promise<number> {
  const reporter = new Reporter();
  try {
    const options = parseOptions(args);
    if (options.help) {
      console.log(HELP);
      return 0;
    }
    const files = readNotebooks(options.files, options.destination);
    for (const file of files) prepare(file, options);
    const complete = new Map<NotebookFile, boolean>();
    for (const file of files) {
      complete.set(file, await runFile(file, options, reporter));
    }
    if (options.report !== undefined) {
      report(complete, options.report, reporter);
    }
    return [...complete.values()].includes(false) ? 1 : 0;
  } catch (error) {
    if (error instanceof TerminationError) return error.code;
    if (!isOurs(error)) throw error;
    reporter.fail(`thaw run: ${error.message}`);
    return 2;
  }
}

/** Finds out before anything runs whether this notebook can. */
function prepare({ name, notebook }: NotebookFile, options: RunOptions): void {
  try {
    const kernel = chooseKernel(notebook, options.kernel);
    const { language } = kernel === undefined
      ? ownKernel()
      : findKernel(kernel);
    if (options.parameters.size > 0 && !isTypeScript(language)) {
      throw new BadInputError(`--set writes TypeScript, not ${language}`);
    }
    injectParameters(notebook, options.parameters);
  } catch (error) {
    if (!isOurs(error)) throw error;
    throw new BadInputError(`${name}: ${error.message}`);
  }
}

/** Says what the notebooks found, on stdout and as a page. */
function report(
  complete: Map<NotebookFile, boolean>,
  path: string,
  reporter: Reporter,
): void {
  const notebooks = [...complete].map(([{ name, notebook }, complete]) => ({
    name: basename(name),
    complete,
    verdicts: collectVerdicts(notebook),
    notebook,
  }));
  reporter.say(writeReport(path, reportHtml(notebooks)));
  reporter.say(`\n${verdictTable(notebooks)}`);
}

function isOurs(error: unknown): error is BadInputError | KernelStartError {
  return error instanceof BadInputError || error instanceof KernelStartError;
}

async function runFile(
  file: NotebookFile,
  options: RunOptions,
  reporter: Reporter,
): Promise<boolean> {
  const { name, notebook } = file;
  let client: KernelClient | undefined;
  const started = performance.now();
  using termination = new Termination(() => void client?.shutdown());
  reporter.start(name);
  try {
    client = await KernelClient.start({
      kernel: chooseKernel(notebook, options.kernel),
      cwd: dirname(file.input),
    });
    await noteKernel(file, client);
    saveNotebook(file);
    const failure = termination.requested
      ? undefined
      : await runNotebook(notebook, client, options.timeout, {
        onProgress: (done, total) => reporter.progress(done, total),
        save: () => saveNotebook(file),
      });
    await client.shutdown();
    noteDuration(notebook, performance.now() - started);
    // Once more: what came late is in it now.
    saveNotebook(file);
    reporter.end(file.output);
    if (termination.requested) {
      reporter.fail(`${name}: interrupted`);
      throw termination.requested;
    }
    if (failure) reporter.fail(describe(name, failure), failure.traceback);
    return failure === undefined;
  } finally {
    reporter.stop();
    client?.kill();
  }
}

function describe(name: string, { number, cell, reason }: CellFailure): string {
  return `${name}: cell ${number} (id ${cell.id}) failed: ${reason}`;
}
