/**
 * `thaw run`: notebooks from top to bottom in kernels of their own.
 *
 * @module
 */

import { resolve } from "node:path";
import { KernelStartError } from "../client/client_errors.ts";
import { didYouMean } from "../config/nearest.ts";
import { refusedPermissions } from "../config/refused_permissions.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { type Notebook, tagsOf } from "../notebook/notebook.ts";
import { type FileResult, newResult, noteError, tell } from "./file_result.ts";
import { Reports } from "./reports.ts";
import { findNotebooks } from "./find_notebooks.ts";
import {
  type NotebookFile,
  onlyText,
  planFiles,
  STANDARD_INPUT,
} from "./notebook_file.ts";
import { HELP } from "./help.ts";
import { parseOptions, type RunOptions } from "./options.ts";
import { commandAnnotation, isOnGitHub } from "../report/github.ts";
import { preparedNotebook } from "./prepared_notebook.ts";
import { Reporter } from "./reporter.ts";
import type { RunContext } from "./run_context.ts";
import { runFile } from "./run_file.ts";
import { standardInput } from "./standard_input.ts";
import { Termination, TerminationError } from "./termination.ts";
import { checkWritable, stat } from "./write_file.ts";
import type * as Other from "../convert/read_other_format.ts";
import type * as CheckTypes from "./check_types.ts";
import type * as ParamsFile from "./params_file.ts";
import { onDemand } from "../system/on_demand.ts";

/** In letters: shorter tags are alike without a slip, as `gpu` and `cpu` are. */
const LEAST_MISSPELT = 5;

/**
 * Runs what the arguments after `thaw run` say.
 *
 * @returns The exit code.
 */
export async function run(args: string[]): Promise<number> {
  const reporter = new Reporter();
  return await guarded("thaw run", reporter, async () => {
    const options = parseOptions(args);
    if (options.help) {
      reporter.say(HELP);
      return 0;
    }
    const plan = await planRun(options);
    if (options.types) {
      // Loads TypeScript, which no other run needs.
      const { checkTypes }: typeof CheckTypes = await import(
        onDemand("./check_types.ts")
      );
      const count = await checkTypes(plan.files, plan, reporter);
      if (count > 0) return 1;
      if (options.types === "only") return 0;
    }
    const results = await runAll(plan, reporter, (result) => {
      const { file: { output }, reason } = result;
      if (reason === undefined && output !== undefined) reporter.say(output);
      tell(result, reporter);
    });
    return exitCode(results);
  });
}

/** How a command differs from `thaw run`. */
export interface PlanSettings {
  /** The command's name. */
  command?: string;
  /** Changes notebooks before they run. */
  prepare?: (notebook: Notebook) => void;
}

/** A run whose files, options and reports were all found to be usable. */
export interface RunPlan {
  options: RunOptions;
  files: NotebookFile[];
  parameters: RunContext["parameters"];
  reports: Reports;
  prepare: PlanSettings["prepare"];
}

/**
 * Finds out before anything runs whether all can, and writes nothing yet.
 *
 * @throws {BadInputError} If something can't.
 */
export async function planRun(
  options: RunOptions,
  { command = "thaw run", prepare }: PlanSettings = {},
): Promise<RunPlan> {
  const refusal = refusedPermissions(options.permissions ?? []);
  if (refusal) throw new BadInputError(refusal);
  const { destination } = options;
  const out = destination.kind === "folder" ? destination.folder : undefined;
  const found = findNotebooks(options.files, options.exclude, out);
  const files = planFiles(found, destination);
  // A run reads its notebooks before it starts and then again, and a pipe can be
  // read only once.
  for (const file of files) {
    if (file.name === STANDARD_INPUT) {
      file.text = await standardInput();
      const { pipedName }: typeof Other = await import(
        onDemand("../convert/read_other_format.ts")
      );
      file.input = resolve(pipedName(file.text));
    } else if (stat(file.input)?.isFifo) {
      if (file.output === file.input) {
        throw new BadInputError(
          `${file.name}: --inplace can't put outputs in a pipe`,
        );
      }
      file.text = onlyText(file.name, () => Deno.readFileSync(file.input));
    }
  }
  const parameters = {
    texts: options.settings,
    values: options.params === undefined
      ? new Map()
      : (await paramsFile()).readParams(options.params),
  };
  const tags = new Set<string>();
  for (const file of files) {
    const { cells } = await preparedNotebook(file, {
      options,
      parameters,
      prepare,
    });
    for (const tag of cells.flatMap(tagsOf)) tags.add(tag);
  }
  // A tag may be missing, but a misspelt one would run what it was to skip.
  const missing = options.skipTags.filter((tag) =>
    tag.length >= LEAST_MISSPELT && !tags.has(tag)
  );
  for (const tag of missing) {
    const meant = didYouMean(tag, [...tags]);
    if (meant) throw new BadInputError(`no cell is tagged ${tag}${meant}`);
  }
  const outputs = files.map(({ output }) => output)
    .filter((output) => output !== undefined);
  const reports = new Reports(options, files, outputs, command);
  try {
    for (const path of outputs) checkWritable(path);
  } catch (error) {
    if (destination.kind !== "beside") throw error;
    const { message } = error as BadInputError;
    throw new BadInputError(`${message}; --out DIR writes elsewhere`);
  }
  for (const path of reports.paths) checkWritable(path);
  return { options, files, parameters, reports, prepare };
}

/**
 * Runs the notebooks, as many at once as was asked for.
 *
 * @param onResult Called in the order of the files.
 * @param judge Called before that; may change what became of cells, and returns
 *   HTML for the report that says more of a cell by its id.
 * @throws {TerminationError} After Ctrl-C, once all is saved.
 */
export async function runAll(
  { options, files, parameters, reports, prepare }: RunPlan,
  reporter: Reporter,
  onResult: (result: FileResult) => void,
  judge?: (result: FileResult) => (id: string) => string,
): Promise<FileResult[]> {
  // Before signals are taken: a pipe for `--json` is waited for until somebody
  // reads it, and Ctrl-C ends that wait.
  await reports.start(reporter);
  using termination = new Termination();
  const results: (FileResult | undefined)[] = files.map(() => undefined);
  let told = 0;
  const judged = (result: FileResult) => {
    try {
      return judge?.(result);
    } catch (error) {
      noteError(result, error, reporter);
    }
  };
  const tellInOrder = () => {
    for (let result = results[told]; result; result = results[++told]) {
      const extra = judged(result);
      if (judge) {
        result.cells.forEach((cell) => reports.cell(result.file, cell));
      }
      reports.add(result, extra);
      onResult(result);
      // Its outputs are in the reports. All outputs of many notebooks together
      // could take more memory than there is.
      result.notebook.cells = [];
      for (const { failure } of result.cells) {
        if (failure) failure.cell = { ...failure.cell, outputs: [] };
      }
    }
  };
  const waiting = [...files.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, file] = next;
      if (termination.requested) {
        results[index] = notRun(file);
        tellInOrder();
        continue;
      }
      results[index] = await runFile(file, {
        options,
        parameters,
        reporter,
        termination,
        prepare,
        // With a judge, a cell is reported once it is judged.
        onRetry: (file, left) => reports.retried(file, left),
        onCell: judge ? undefined : (file, cell) => reports.cell(file, cell),
      });
      tellInOrder();
    }
  };
  try {
    await Promise.all(Array.from({ length: options.jobs }, work));
  } finally {
    reporter.stop();
  }
  reports.end(reporter);
  if (termination.requested) throw termination.requested;
  return results.filter((result) => result !== undefined);
}

/** Of a notebook that nobody waits for any more. */
function notRun(file: NotebookFile): FileResult {
  return { ...newResult(file), state: "interrupted", reason: "not run" };
}

function paramsFile(): Promise<typeof ParamsFile> {
  return import(onDemand("./params_file.ts"));
}

/** 2 if a notebook could not be run, 1 if one failed, else 0. */
export function exitCode(results: FileResult[]): number {
  if (results.some(({ state }) => state === "not runnable")) return 2;
  return results.some(({ state }) => state === "failed") ? 1 : 0;
}

/**
 * Turns what a user can put right into one line and an exit code, and so too
 * that standard output did not take what the command found out.
 *
 * @param command What the line begins with.
 */
export async function guarded(
  command: string,
  reporter: Reporter,
  work: () => number | Promise<number>,
): Promise<number> {
  try {
    const code = await work();
    if (reporter.unsaid === undefined) return code;
    reporter.fail(`${command}: ${reporter.unsaid}`);
    return 2;
  } catch (error) {
    if (error instanceof TerminationError) return error.code;
    const isOurs = error instanceof BadInputError ||
      error instanceof KernelStartError;
    if (!isOurs) throw error;
    const message = error.message.replaceAll("\n", " ");
    reporter.fail(`${command}: ${message}`);
    if (isOnGitHub()) reporter.fail(commandAnnotation(command, message));
    return 2;
  }
}
