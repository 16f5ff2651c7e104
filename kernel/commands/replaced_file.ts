/**
 * What a conversion is to replace.
 *
 * @module
 */

import { commentOf } from "../convert/other_formats.ts";
import { isPercent } from "../convert/percent.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import type { Notebook } from "../notebook/notebook.ts";
import { readNotebook } from "../run/notebook_file.ts";
import { stat } from "../run/write_file.ts";

/**
 * The notebook that a conversion is to replace.
 *
 * @throws {BadInputError} If what is there is none.
 */
export async function formerNotebook(
  path: string,
): Promise<Notebook | undefined> {
  if (stat(path) === undefined) return undefined;
  try {
    return await readNotebook({ name: path });
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    throw new BadInputError(`${error.message}: it stays; give --out`);
  }
}

/** Whether a script is there that no conversion wrote: a module of the user's. */
export function isOtherScript(path: string): boolean {
  const comment = commentOf(path);
  if (comment === undefined) return false;
  try {
    const text = Deno.readTextFileSync(path);
    return text.trim() !== "" && !isPercent(text, comment);
  } catch {
    return false;
  }
}
