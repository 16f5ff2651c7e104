/**
 * The arguments of a command: options, files and Deno's permission flags.
 *
 * @module
 */

import { parseArgs, type ParseArgsConfig } from "node:util";
import { argumentError } from "../config/argument_error.ts";
import { isPermission } from "../config/permission_flags.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";

/** Options by name, as `parseArgs()` returns them. */
export type Values = Partial<
  Record<string, string | boolean | (string | boolean)[]>
>;

/** Options of papermill, nbconvert, nbmake, make and pytest, by what does the same. */
const ELSEWHERE: Record<string, string> = Object.fromEntries(
  Object.entries({
    "--set NAME=VALUE": ["-p", "-r", "--parameters", "--parameters_raw"],
    "--params FILE": ["-f", "-y", "--parameters_file", "--parameters_yaml"],
    "--kernel NAME": ["-k", "--kernel_name", "--nbval-kernel-name"],
    "--out FILE": ["-o", "--output"],
    "--out DIR": ["--output-dir"],
    "--inplace": ["--overwrite"],
    "--keep-going": ["--allow-errors"],
    "--timeout SECONDS": [
      "--execution-timeout",
      "--nbmake-timeout",
      "--nbval-cell-timeout",
      "--ExecutePreprocessor.timeout",
    ],
    "--jobs N": ["-j", "-n", "--threads", "--workers", "--numprocesses"],
    "--verbose": ["-v", "--log-output"],
    "--junit FILE": ["--junitxml", "--junit-xml"],
  }).flatMap(([same, names]) => names.map((name) => [name, same])),
);

/**
 * Takes a command line apart.
 *
 * @throws {BadInputError} If an option is unknown or lacks its value.
 */
export function splitArguments(
  args: string[],
  options: NonNullable<ParseArgsConfig["options"]>,
): { values: Values; files: string[]; flags: string[] } {
  const isFlag = (arg: string) =>
    isPermission(arg) && !Object.hasOwn(ELSEWHERE, arg);
  try {
    const { values, positionals } = parseArgs({
      args: args.filter((arg) => !isFlag(arg)),
      allowPositionals: true,
      options,
    });
    // A command that takes the current folder where no name is given must not
    // take it for a variable that is not set.
    if (positionals.includes("")) {
      throw new Error('a file\'s name is empty (""), as of an unset variable');
    }
    return {
      values: values as Values,
      files: positionals,
      flags: args.filter(isFlag),
    };
  } catch (error) {
    throw new BadInputError(argumentError(error as Error, options, ELSEWHERE));
  }
}
