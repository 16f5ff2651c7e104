/**
 * What a script does not say of its notebook, from the notebook that is there:
 * outputs and ids of cells that have not changed, as `jupytext --update` keeps
 * them, and pictures of texts.
 *
 * @module
 */

import { keepAttachments } from "./keep_attachments.ts";
import { cellId, isCode, type Notebook } from "../notebook/notebook.ts";

/**
 * Gives cells what their like had in the former notebook. Of cells with the
 * same text the first gets what the first had.
 */
export function keepOutputs(notebook: Notebook, former: Notebook): void {
  const left = [...former.cells];
  const taken = new Set<string>();
  const isNew = new Set(notebook.cells);
  for (const cell of notebook.cells) {
    const at = left.findIndex(({ cell_type, source }) =>
      cell_type === cell.cell_type && source === cell.source
    );
    if (at < 0) continue;
    const [old] = left.splice(at, 1);
    isNew.delete(cell);
    cell.id = old.id;
    taken.add(old.id);
    if (old.attachments) cell.attachments = old.attachments;
    if (isCode(cell) && isCode(old)) {
      cell.outputs = old.outputs;
      cell.execution_count = old.execution_count;
    }
  }
  for (const cell of isNew) {
    for (let more = 0; taken.has(cell.id); more++) {
      cell.id = cellId(more, cell.source);
    }
    taken.add(cell.id);
  }
  keepAttachments(isNew, left);
  notebook.metadata = { ...former.metadata, ...notebook.metadata };
}
