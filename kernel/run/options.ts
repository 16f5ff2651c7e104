/**
 * The command line of `thaw run`.
 *
 * @module
 */

import type { ParseArgsConfig } from "node:util";
import { BadInputError } from "../notebook/bad_input_error.ts";
import {
  COMMON_OPTIONS,
  type CommonOptions,
  commonOptions,
} from "./common_options.ts";
import { splitArguments } from "./split_arguments.ts";
import { isFolder } from "../config/is_file.ts";

/** Where an executed notebook goes. */
export type Destination =
  | { kind: "beside" }
  | { kind: "inplace" }
  | { kind: "folder"; folder: string }
  /** Of the one notebook that runs. */
  | { kind: "file"; path: string }
  | { kind: "memory" };

/** What the user asked for. */
export interface RunOptions extends CommonOptions {
  destination: Destination;
  keepGoing: boolean;
  resume: boolean;
  /** Whether type errors count, or nothing else does. */
  types?: "checked" | "only";
}

/** What `thaw run` takes, for `parseArgs()`; shells complete it, too. */
export const RUN_OPTIONS = {
  ...COMMON_OPTIONS,
  out: { type: "string" },
  inplace: { type: "boolean" },
  update: { type: "boolean" },
  resume: { type: "boolean" },
  "keep-going": { type: "boolean" },
  check: { type: "boolean" },
  "check-only": { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

/**
 * Reads the arguments after `thaw run`.
 *
 * @throws {BadInputError} If they make no sense.
 */
export function parseOptions(args: string[]): RunOptions {
  const { values, files, flags } = splitArguments(args, RUN_OPTIONS);
  const inplace = values.inplace || values.update;
  if (values.inplace && values.out !== undefined) {
    throw new BadInputError("--out and --inplace exclude each other");
  }
  if (values.out === "-") {
    throw new BadInputError(
      "--out takes a folder or a file, not -: `thaw run - < FILE` goes to " +
        "standard output",
    );
  }
  if (values.out === "") throw new BadInputError("--out needs a folder");
  const options = commonOptions("thaw run", values, files, flags);
  const report = (["report", "junit", "json"] as const)
    .find((name) => options[name] !== undefined);
  if (values["check-only"] && report) {
    throw new BadInputError(
      `--${report} tells of a run, and --check-only runs nothing`,
    );
  }
  if (files.includes("-")) {
    if (files.length > 1 || inplace || values.resume) {
      throw new BadInputError(
        "- stands alone: neither with more files nor --inplace nor --resume",
      );
    }
  }
  return {
    ...options,
    destination: inplace
      ? { kind: "inplace" }
      : values.out !== undefined
      ? outOf(String(values.out))
      : { kind: "beside" },
    resume: values.resume === true,
    keepGoing: values["keep-going"] === true,
    types: values["check-only"] ? "only" : values.check ? "checked" : undefined,
  };
}

/** A file by its ending, as papermill and nbconvert take one, else a folder. */
function outOf(out: string): Destination {
  if (isFolder(out)) return { kind: "folder", folder: out };
  if (/\.ipynb$/i.test(out)) return { kind: "file", path: out };
  const other = /\.(html|md|py|ts|pdf)$/i.exec(out)?.[0];
  if (other) {
    throw new BadInputError(
      `--out ${out}: a run goes to a folder or to FILE.ipynb` +
        (other === ".pdf" ? "" : `; thaw convert makes ${other} of that`),
    );
  }
  return { kind: "folder", folder: out };
}
