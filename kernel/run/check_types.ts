/**
 * `thaw run --check`: type errors of notebooks, before any of them runs.
 *
 * @module
 */

import { FALLBACK } from "../config/own_config.ts";
import { cacheFolders } from "../config/cache_folder.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { hasTag, isCode } from "../notebook/notebook.ts";
import { isTypeScript, kernelOf } from "./choose_kernel.ts";
import { checkCells } from "../language/check_cells.ts";
import { EngineKeeper } from "../language/engine_keeper.ts";
import { annotation, isOnGitHub, pathInWorkspace } from "../report/github.ts";
import { cellLines } from "./cell_lines.ts";
import type { Reporter } from "./reporter.ts";
import { preparedNotebook } from "./prepared_notebook.ts";
import type { RunContext } from "./run_context.ts";
import type { NotebookFile } from "./notebook_file.ts";
import { notebookFolder } from "./notebook_folder.ts";
import { isChosen } from "./run_notebook.ts";
import { startFailure } from "./start_failure.ts";

/**
 * Checks all notebooks in TypeScript, and says what is wrong.
 *
 * @returns How many errors there are.
 * @throws {BadInputError} If types can't be checked.
 */
export async function checkTypes(
  files: NotebookFile[],
  context: Pick<RunContext, "options" | "parameters" | "prepare">,
  reporter: Reporter,
): Promise<number> {
  const caches = cacheFolders({
    os: Deno.build.os,
    env: (name) => Deno.env.get(name),
  });
  const keepers = new Map<string, EngineKeeper>();
  await using stack = new AsyncDisposableStack();
  const keeperOf = (folder: string) => {
    let keeper = keepers.get(folder);
    if (!keeper) {
      keeper = new EngineKeeper({ folder, fallback: FALLBACK, caches });
      keepers.set(folder, stack.adopt(keeper, (one) => one.close()));
    }
    return keeper;
  };
  const failures = new Map<string, Promise<string | undefined>>();
  const failureIn = (folder: string) => {
    let failure = failures.get(folder);
    if (!failure) {
      failure = startFailure(folder, context.options.permissions);
      failures.set(folder, failure);
    }
    return failure;
  };
  let count = 0;
  for (const file of files) {
    const { name, input } = file;
    const notebook = await preparedNotebook(file, context);
    const { language } = kernelOf(notebook);
    if (language !== undefined && !isTypeScript(language)) {
      reporter.fail(`${name}: not checked: it is in ${language}`);
      continue;
    }
    const folder = notebookFolder(input);
    const failure = await failureIn(folder);
    if (failure !== undefined) {
      reporter.fail(`${name}: no cell can run: ${failure}`);
      if (isOnGitHub()) {
        const path = pathInWorkspace(name, input);
        reporter.fail(annotation(path, undefined, name, failure));
      }
      count++;
      continue;
    }
    const cells = notebook.cells.filter(isCode)
      .map((cell, index) => ({ cell, number: index + 1 }))
      .filter(({ cell, number }) => isChosen(cell, number, context.options));
    const sources = cells.map(({ cell }) => cell.source);
    // A cell that is meant to fail may fail by its types.
    const isMeant = (at: number) => !hasTag(cells[at].cell, "raises-exception");
    const keeper = keeperOf(folder);
    const { errors: found, unknown } = await checkCells(
      sources,
      keeper,
      folder,
      isMeant,
    )
      .catch((error) => {
        throw new BadInputError(`${name}: ${(error as Error).message}`);
      });
    if (unknown.length > 0) {
      reporter.fail(
        `${name}: what uses ${unknown.join(", ")} is not checked: ` +
          "no types are known, as a check downloads nothing; a run does",
      );
    }
    const fileLines = isOnGitHub() ? await cellLines(file) : undefined;
    for (const [at, errors] of found.entries()) {
      const { cell, number } = cells[at];
      for (const { line, column, message, code } of errors) {
        const place = `cell ${number} (id ${cell.id}), ${line}:${column}`;
        const [first, ...more] = message.split("\n");
        reporter.fail(`${name}: ${place}: ${first} (TS${code})`, more);
        if (fileLines) {
          reporter.fail(annotation(
            pathInWorkspace(name, input),
            fileLines.get(cell.id)?.[line - 1],
            `${name}, cell ${number}`,
            `${message} (TS${code})`,
          ));
        }
        count++;
      }
    }
  }
  return count;
}
