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

/**
 * Takes a command line apart.
 *
 * @throws {BadInputError} If an option is unknown or lacks its value.
 */
export function splitArguments(
  args: string[],
  options: NonNullable<ParseArgsConfig["options"]>,
): { values: Values; files: string[]; flags: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: args.filter((arg) => !isPermission(arg)),
      allowPositionals: true,
      options,
    });
    const files = positionals;
    return {
      values: values as Values,
      files,
      flags: args.filter(isPermission),
    };
  } catch (error) {
    throw new BadInputError(argumentError(error as Error, options));
  }
}
