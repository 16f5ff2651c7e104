/**
 * Notebooks on disk: where one is read from, where its run goes, and saving
 * that a crash can't leave half done.
 *
 * @module
 */

import { basename, dirname, join, resolve } from "node:path";
import { type Notebook, notebookText, parseNotebook } from "./notebook.ts";
import type { Destination } from "./options.ts";
import { BadInputError } from "./run_errors.ts";

/** A notebook and the two files it has. */
export interface NotebookFile {
  /** As the user named it. */
  name: string;
  /** Absolute; the kernel works in its folder. */
  input: string;
  /** Absolute. */
  output: string;
  notebook: Notebook;
}

/**
 * Reads all notebooks before any runs.
 *
 * @throws {BadInputError} If one can't be read or is none, or if two would be
 *   written to one file.
 */
export function readNotebooks(
  names: string[],
  destination: Destination,
): NotebookFile[] {
  const files = names.map((name) => readNotebook(name, destination));
  const owners = new Map<string, string>();
  for (const { name, output } of files) {
    const owner = owners.get(output);
    if (owner !== undefined) {
      throw new BadInputError(`${owner} and ${name} would both be ${output}`);
    }
    owners.set(output, name);
  }
  return files;
}

/**
 * Writes beside the target and renames, so whoever reads it sees the notebook
 * before or after, whenever the process is killed.
 *
 * @throws {BadInputError} If it can't be written.
 */
export function saveNotebook(
  { input, output, notebook }: NotebookFile,
): void {
  const folder = dirname(output);
  const draft = join(folder, `.${basename(output)}.${Deno.pid}.tmp`);
  try {
    Deno.mkdirSync(folder, { recursive: true });
    // Who may read the notebook may read its run, and nobody else.
    const mode = (Deno.statSync(input).mode ?? 0o644) & 0o777;
    Deno.writeTextFileSync(draft, notebookText(notebook), { mode });
    Deno.renameSync(draft, output);
  } catch (error) {
    try {
      Deno.removeSync(draft);
    } catch {
      // It was not written.
    }
    const { message } = error as Error;
    throw new BadInputError(`${output} can't be written: ${message}`);
  }
}

/**
 * Writes the page about a run.
 *
 * @returns Its absolute path.
 * @throws {BadInputError} If it can't be written.
 */
export function writeReport(path: string, html: string): string {
  const output = resolve(path);
  try {
    Deno.mkdirSync(dirname(output), { recursive: true });
    Deno.writeTextFileSync(output, html);
    return output;
  } catch (error) {
    const { message } = error as Error;
    throw new BadInputError(`${output} can't be written: ${message}`);
  }
}

function readNotebook(name: string, destination: Destination): NotebookFile {
  try {
    // A link is followed, else --inplace would replace it by a file.
    const input = Deno.realPathSync(name);
    const notebook = parseNotebook(Deno.readTextFileSync(input));
    return { name, input, output: target(input, destination), notebook };
  } catch (error) {
    throw new BadInputError(`${name}: ${reason(error as Error)}`);
  }
}

function reason(error: Error): string {
  if (error instanceof Deno.errors.NotFound) return "no such file";
  if (error instanceof Deno.errors.IsADirectory) return "a folder, no notebook";
  if (error instanceof Deno.errors.PermissionDenied) return "can't be read";
  return error.message;
}

function target(input: string, destination: Destination): string {
  switch (destination.kind) {
    case "inplace":
      return input;
    case "folder":
      return resolve(destination.folder, basename(input));
    case "beside":
      return input.replace(/(\.ipynb)?$/, ".executed.ipynb");
  }
}
