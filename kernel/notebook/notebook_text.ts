/**
 * The text of a notebook, to the byte as `nbformat.write` has it.
 *
 * @module
 */

import { writeExactJson } from "./exact_json.ts";
import { splitBundle, splitLines } from "./lines.ts";
import { type Cell, isCode, type Notebook } from "./notebook.ts";
import type { Output } from "./outputs.ts";

/** The text of a file. */
export function notebookText(notebook: Notebook): string {
  const parts: string[] = [];
  writeNotebook(notebook, (part) => parts.push(part));
  return parts.join("");
}

/**
 * Gives the text away piece by piece: outputs may be large, and their text as
 * a whole takes several times as much memory.
 */
export function writeNotebook(
  notebook: Notebook,
  push: (part: string) => void,
): void {
  const cells = notebook.cells.map(cellForFile);
  writeExactJson({ ...notebook, cells }, push);
  push("\n");
}

/** Whether a text has the line ends of Windows. */
export function hasCrlf(text: string): boolean {
  return /^[^\n]*\r\n/.test(text);
}

/** The same with the line ends of the file that it replaces. */
export function notebookTextLike(former: string, notebook: Notebook): string {
  const text = notebookText(notebook);
  // In JSON, line ends of sources are written as two letters each.
  return hasCrlf(former) ? text.replaceAll("\n", "\r\n") : text;
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
