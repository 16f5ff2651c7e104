/**
 * Pictures that were pasted into texts of a notebook. Scripts and Markdown only
 * name them, so the notebook that is there has the only copy.
 *
 * @module
 */

import { type Cell, isCode } from "../notebook/notebook.ts";

/**
 * Gives texts that were edited the pictures that they name.
 *
 * @param cells Those that are like none of the former notebook's.
 * @param former Cells of that which have no like any more, in their order: front
 *   ends call every first picture of a text `image.png`, so the first text that
 *   names it gets the picture of the first former cell.
 */
export function keepAttachments(
  cells: Iterable<Cell>,
  former: readonly Cell[],
): void {
  const left = former.flatMap(({ attachments = {} }) =>
    Object.entries(attachments)
  );
  for (const cell of cells) {
    // The format knows no attachments of code.
    if (isCode(cell)) continue;
    const kept: typeof left = [];
    for (const name of new Set(left.map(([name]) => name))) {
      if (!names(cell.source, name)) continue;
      const at = left.findIndex(([other]) => other === name);
      kept.push(...left.splice(at, 1));
    }
    if (kept.length > 0) cell.attachments = Object.fromEntries(kept);
  }
}

function names(text: string, file: string): boolean {
  return [file, encodeURI(file), encodeURIComponent(file)]
    .some((name) => text.includes(`attachment:${name}`));
}
