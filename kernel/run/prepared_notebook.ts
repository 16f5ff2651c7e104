/**
 * A notebook as it is to be run: its kernel known to be there, its parameters
 * set.
 *
 * @module
 */

import { KernelStartError } from "../client/client_errors.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { isCode, type Notebook } from "../notebook/notebook.ts";
import { chooseKernel, kernelOf } from "./choose_kernel.ts";
import { withoutErrors } from "./injected_cells.ts";
import { type NotebookFile, readNotebook } from "./notebook_file.ts";
import type { RunOptions } from "./options.ts";
import type { RunContext } from "./run_context.ts";
import { executionMetadata } from "./execution_metadata.ts";
import { isChosen } from "./run_notebook.ts";
import type * as Parameters from "./parameters.ts";
import { onDemand } from "../system/on_demand.ts";

/**
 * Reads a notebook as it is to be run, its parameters set.
 *
 * @throws {BadInputError} If it can't be run with these options.
 */
export async function preparedNotebook(
  file: NotebookFile,
  { options, parameters, prepare }: Pick<
    RunContext,
    "options" | "parameters" | "prepare"
  >,
): Promise<Notebook> {
  const notebook = await readNotebook(file);
  notebook.cells = withoutErrors(notebook.cells);
  try {
    const language = options.server
      ? kernelOf(notebook).language ?? "python"
      : chooseKernel(notebook, options.kernel, options.permissions).language;
    if (parameters.texts.size + parameters.values.size > 0) {
      // Loaded here, as TypeScript's parser takes a quarter of a second.
      const { injectParameters }: typeof Parameters = await import(
        onDemand("./parameters.ts")
      );
      injectParameters(notebook, parameters, language);
    }
    prepare?.(notebook);
    checkChoice(notebook, options);
    executionMetadata(notebook);
    return notebook;
  } catch (error) {
    if (
      error instanceof BadInputError || error instanceof KernelStartError
    ) throw new BadInputError(`${file.name}: ${error.message}`);
    throw error;
  }
}

/** Refuses a choice of cells that no cell meets. */
function checkChoice(notebook: Notebook, options: RunOptions): void {
  const cells = notebook.cells.filter(isCode);
  const beyond = options.cells?.find(([, last]) => last > cells.length);
  if (beyond) {
    throw new BadInputError(
      `--cells ${
        [...new Set(beyond)].join("-")
      }: the notebook has ${cells.length} code ${
        cells.length === 1 ? "cell" : "cells"
      }`,
    );
  }
  const chosen = cells.some((cell, index) =>
    isChosen(cell, index + 1, options)
  );
  if (options.tags && !chosen) {
    const tags = new Set(
      cells.flatMap(({ metadata }) =>
        Array.isArray(metadata.tags) ? metadata.tags : []
      ),
    );
    throw new BadInputError(
      `no cell is tagged ${options.tags.join(" or ")}; ` +
        (tags.size === 0
          ? "no cell has a tag"
          : `there are the tags ${[...tags].join(", ")}`),
    );
  }
}
