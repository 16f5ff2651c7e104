/**
 * Runs a notebook's cells in a kernel of their own.
 *
 * @module
 */

import type { Kernel } from "../client/kernel.ts";
import type * as Remote from "../client/remote_kernel.ts";
import { hostKernel, startKernel } from "../client/start_kernel.ts";
import { isCode, type Notebook } from "../notebook/notebook.ts";
import type { Message } from "../protocol/message.ts";
import { onDemand } from "../system/on_demand.ts";
import { chooseKernel, kernelOf, knowsKernelProcess } from "./choose_kernel.ts";
import { executionMetadata } from "./execution_metadata.ts";
import type { FileResult } from "./file_result.ts";
import { localModules } from "./local_modules.ts";
import { MemoryWatch } from "./memory_watch.ts";
import type { NotebookFile } from "./notebook_file.ts";
import { notebookFolder } from "./notebook_folder.ts";
import type { NotebookSaver } from "./notebook_saver.ts";
import type { RunOptions } from "./options.ts";
import { quotedPaths } from "./quoted_paths.ts";
import type { Reporter } from "./reporter.ts";
import type * as Resume from "./resume.ts";
import type { RunContext } from "./run_context.ts";
import { noteDuration, noteKernel } from "./run_metadata.ts";
import { runNotebook } from "./run_notebook.ts";

/** Starts the notebook's kernel, runs its cells there, and ends it. */
export async function runInKernel(
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
    await noteModules(notebook, notebookFolder(file.input));
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

/** The code of its cells, and of the files that they may import. */
function sourcesOf({ cells }: Notebook, folder: string): string[] {
  const sources = cells.filter(isCode).map(({ source }) => source);
  return [...sources, ...localModules(sources, folder, quotedPaths)];
}

/** Notes which modules cells import, for a run that goes on from here. */
async function noteModules(notebook: Notebook, folder: string) {
  const cells = notebook.cells.filter(isCode);
  const isWorthIt = cells.some(({ source }) =>
    // For that TypeScript is loaded.
    /\b(?:import|export)\b/.test(source) &&
    /["'`](?:\.{0,2}\/|file:)/.test(source)
  );
  if (!isWorthIt) return;
  const { modulesDigest }: typeof Resume = await import(
    onDemand("./resume.ts")
  );
  const modules = modulesDigest(cells, folder);
  if (modules === undefined) return;
  notebook.metadata.thaw = { ...notebook.metadata.thaw, modules };
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
  const cwd = notebookFolder(input);
  const isHosted = kernel.isOurs &&
    !knowsKernelProcess(sourcesOf(notebook, cwd));
  return isHosted
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
