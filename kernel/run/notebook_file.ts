/**
 * Notebooks on disk: where one is read from and where its run goes.
 *
 * @module
 */

import { extname, resolve } from "node:path";
import { fileFailure } from "../config/file_failure.ts";
import { isOtherFormat } from "../convert/other_formats.ts";
import type * as Other from "../convert/read_other_format.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import {
  decodeUtf8,
  type Notebook,
  parseNotebook,
} from "../notebook/notebook.ts";
import { onDemand } from "../system/on_demand.ts";
import type { FoundFile } from "./find_notebooks.ts";
import type { Destination } from "./options.ts";

/** The name in messages of a notebook that is piped in. */
export const STANDARD_INPUT = "standard input";

/** A notebook and the two files it has. */
export interface NotebookFile {
  /** As the user named it. */
  name: string;
  /** Absolute; a link stays one. Its folder is the kernel's. */
  input: string;
  /** Absolute; nothing if it goes to standard output or nowhere. */
  output: string | undefined;
  /** Standard input's, which can be read only once. */
  text?: string;
}

/**
 * Says where each notebook goes, and that no two go to one place.
 *
 * @throws {BadInputError} If a run would overwrite another or a notebook.
 */
export function planFiles(
  found: FoundFile[],
  destination: Destination,
): NotebookFile[] {
  if (destination.kind === "file" && found.length > 1) {
    throw new BadInputError(
      `--out ${destination.path} is one notebook, and ${found.length} are to ` +
        "be run; it may be a folder",
    );
  }
  const files = found.map((file) => plan(file, destination));
  const inputs = new Map(files.map((file) => [identity(file.input), file]));
  const owners = new Map<string, string>();
  for (const { name, output } of files) {
    if (output === undefined) continue;
    const place = identity(output);
    const owner = owners.get(place);
    if (owner !== undefined) {
      throw new BadInputError(
        owner === name
          ? `${name} is named twice`
          : `${owner} and ${name} would both be ${output}`,
      );
    }
    owners.set(place, name);
    const input = inputs.get(place);
    if (input && destination.kind !== "inplace") {
      throw new BadInputError(
        input.name === name
          ? `${name} would be overwritten by its own run; --inplace does that`
          : `${input.name} is to be run, and would be overwritten by the run ` +
            `of ${name}; leave out one of the two, or give --out`,
      );
    }
  }
  return files;
}

/**
 * Reads a notebook, or what stands for one.
 *
 * @throws {BadInputError} If it can't be read or is none.
 */
export async function readNotebook(
  { name, input = name, text }: Partial<NotebookFile> & { name: string },
): Promise<Notebook> {
  try {
    const source = text ?? decodeUtf8(Deno.readFileSync(input));
    if (!isOtherFormat(input)) return parseNotebook(source);
    const { readOtherFormat }: typeof Other = await import(
      onDemand("../convert/read_other_format.ts")
    );
    return readOtherFormat(input, source);
  } catch (error) {
    const reason = readFailure(error as Error);
    const isNamedOtherwise = reason.startsWith("not a notebook: not JSON") &&
      !/^(\.ipynb)?$/.test(extname(input));
    throw new BadInputError(
      `${name}: ${reason}` +
        (isNamedOtherwise
          ? "; one is an .ipynb, .ts, .js, .py or .md file"
          : ""),
    );
  }
}

/**
 * Reads a text, whatever it is.
 *
 * @param name What a message calls the file or the pipe.
 * @throws {BadInputError} If it can't be read, or is not UTF-8.
 */
export function onlyText(
  name: string,
  read: () => Uint8Array,
): string {
  try {
    return decodeUtf8(read());
  } catch (error) {
    throw new BadInputError(`${name}: ${readFailure(error as Error)}`);
  }
}

/** Why a notebook can't be read, in a few words. */
export function readFailure(error: Error): string {
  return error instanceof Deno.errors.IsADirectory
    ? "a folder, no notebook"
    : fileFailure(error);
}

function plan({ name, place }: FoundFile, destination: Destination) {
  const isPipe = name === "-";
  const input = resolve(isPipe ? "stdin.ipynb" : name);
  return {
    name: isPipe ? STANDARD_INPUT : name,
    input,
    output: isPipe && destination.kind === "beside"
      ? undefined
      : target(name, input, isPipe ? "stdin.ipynb" : place, destination),
  };
}

function target(
  name: string,
  input: string,
  place: string,
  destination: Destination,
): string | undefined {
  const isNotebook = !isOtherFormat(input);
  switch (destination.kind) {
    case "memory":
      return undefined;
    case "file":
      return resolve(destination.path);
    case "inplace":
      if (isNotebook) return input;
      throw new BadInputError(
        `${name}: --inplace can't put outputs in a ${extname(name)} file`,
      );
    case "folder": {
      const file = isNotebook ? place : `${stem(place)}.ipynb`;
      return resolve(destination.folder, file);
    }
    case "beside":
      return `${isNotebook ? input.replace(/\.ipynb$/, "") : stem(input)}` +
        ".executed.ipynb";
  }
}

/** A path without its ending. */
function stem(path: string): string {
  return path.slice(0, path.length - extname(path).length);
}

/** What tells whether two paths are one file, links of both kinds included. */
function identity(path: string): string {
  try {
    const { dev, ino } = Deno.statSync(path);
    return ino === null ? Deno.realPathSync(path) : `${dev}:${ino}`;
  } catch {
    return path;
  }
}
