/**
 * Files of parameters.
 *
 * @module
 */

// @ts-types="../config/deno_std.d.ts"
import { parse as parseYaml } from "deno-std/yaml/parse.js";
import { fileFailure } from "../config/file_failure.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { decodeUtf8, isDict } from "../notebook/notebook.ts";
import type { ParameterValue } from "./parameter_values.ts";

/**
 * Reads a file of JSON or YAML, of which JSON is a part.
 *
 * @throws {BadInputError} If it can't be read or has no names at its top.
 */
export function readParams(path: string): Map<string, ParameterValue> {
  let value: unknown;
  try {
    // The core schema makes neither dates nor any other object of a text.
    value = parseYaml(decodeUtf8(Deno.readFileSync(path)), { schema: "core" });
  } catch (error) {
    const [reason] = fileFailure(error as Error).split("\n");
    throw new BadInputError(`--params ${path}: ${reason}`);
  }
  if (!isDict(value)) {
    throw new BadInputError(
      `--params ${path}: it must have NAME: VALUE lines, or be a JSON object`,
    );
  }
  const wrong = Object.keys(value).find((name) =>
    !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
  );
  if (wrong !== undefined) {
    throw new BadInputError(`--params ${path}: ${wrong} is no name`);
  }
  return new Map(Object.entries(value as Record<string, ParameterValue>));
}
