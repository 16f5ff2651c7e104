/**
 * The text of a notebook, to the byte as `nbformat.write` has it.
 *
 * @module
 */

import { exactJsonText } from "./exact_json.ts";
import { splitBundle, splitLines } from "./lines.ts";
import { type Cell, isCode, type Notebook } from "./notebook.ts";
import type { Output } from "./outputs.ts";

/** The text of a file. */
export function notebookText(notebook: Notebook): string {
  const cells = notebook.cells.map(cellForFile);
  return `${exactJsonText({ ...notebook, cells })}\n`;
}

/** The same with the line ends of the file that it replaces. */
export function notebookTextLike(former: string, notebook: Notebook): string {
  const text = notebookText(notebook);
  // In JSON, line ends of sources are written as two letters each.
  return /^[^\n]*\r\n/.test(former) ? text.replaceAll("\n", "\r\n") : text;
}

function cellForFile(cell: Cell): unknown {
  const { attachments } = cell;
  return {
    ...cell,
    source: splitLines(cell.source),
    ...attachments
      ? {
        attachments: Object.fromEntries(
          Object.entries(attachments)
            .map(([name, bundle]) => [name, splitBundle(bundle)]),
        ),
      }
      : {},
    ...isCode(cell) ? { outputs: cell.outputs.map(outputForFile) } : {},
  };
}

function outputForFile(output: Output): unknown {
  if (output.output_type === "stream") {
    return { ...output, text: splitLines(output.text) };
  }
  return "data" in output
    ? { ...output, data: splitBundle(output.data) }
    : output;
}
