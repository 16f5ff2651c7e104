/**
 * What a conversion is to replace.
 *
 * @module
 */

import { commentOf, isMarkdown } from "../convert/other_formats.ts";
import { parseMarkdown } from "../convert/parse_markdown.ts";
import { isPercent } from "../convert/percent.ts";
import { hasMark } from "../convert/written_mark.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import type { Notebook } from "../notebook/notebook.ts";
import { isPage } from "../report/page.ts";
import { onlyText, readNotebook } from "../run/notebook_file.ts";
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

/**
 * Whether something is there that no conversion of this notebook wrote: a
 * module, a page or a text of the user's.
 */
export function isWrittenElsewhere(path: string, notebook: Notebook): boolean {
  // `formerNotebook()` has read what is there.
  if (path.endsWith(".ipynb")) return false;
  const text = formerText(path);
  if (text.trim() === "") return false;
  const comment = commentOf(path);
  if (comment !== undefined) return !isPercent(text, comment);
  if (isMarkdown(path)) return !hasMark(text) && !isVersion(text, notebook);
  return !isPage(text);
}

/**
 * Whether Markdown is to end with the mark of a conversion: not a text of the
 * user's that a notebook was made of, and that gets its changes.
 */
export function isToBeMarked(path: string): boolean {
  if (!isMarkdown(path)) return false;
  const text = formerText(path);
  return text.trim() === "" || hasMark(text);
}

function formerText(path: string): string {
  // To read a pipe would wait for who writes to it.
  if (!stat(path)?.isFile) return "";
  return onlyText(path, () => Deno.readFileSync(path));
}

/** Whether at least half of the text's cells are the notebook's. */
function isVersion(text: string, { cells }: Notebook): boolean {
  const own = new Set(cells.map(({ source }) => source.trim()));
  const former = parseMarkdown(text).cells;
  return former.length > 0 &&
    former.filter(({ source }) => own.has(source.trim())).length >=
      former.length / 2;
}
