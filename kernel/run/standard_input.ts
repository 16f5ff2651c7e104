/**
 * What is piped to a command.
 *
 * @module
 */

import { BadInputError } from "../notebook/bad_input_error.ts";
import { onlyText, readFailure, STANDARD_INPUT } from "./notebook_file.ts";

/**
 * All of standard input, which can be read only once.
 *
 * @throws {BadInputError} If it can't be read, or is not UTF-8.
 */
export async function standardInput(): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await new Response(Deno.stdin.readable).bytes();
  } catch (error) {
    throw new BadInputError(
      `${STANDARD_INPUT}: ${readFailure(error as Error)}`,
    );
  }
  return onlyText(STANDARD_INPUT, () => bytes);
}
