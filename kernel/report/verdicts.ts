/**
 * Verdicts that notebooks print or show, one line each, collected over a whole
 * run.
 *
 * A line on stdout or in the plain text of what is shown counts if it reads
 * `verdict | CLAIM | holds | NUMBER WITH UNIT`, with `holds with conditions`,
 * `does not hold` or `not seen` for another verdict. All other lines are left
 * alone.
 *
 * @module
 */

import { isCode, type Notebook } from "../notebook/notebook.ts";
import type { Output } from "../notebook/outputs.ts";

/** A claim and what was measured about it. */
export interface Verdict {
  claim: string;
  says: string;
  /** The number it rests on, with its unit. */
  measured: string;
}

/** A notebook's part of the table. */
export interface NotebookVerdicts {
  /** The file's name. */
  name: string;
  /** Whether it ran to its end; else verdicts may be missing. */
  complete: boolean;
  verdicts: Verdict[];
}

const LINE =
  /^verdict \| (.+) \| (holds|holds with conditions|does not hold|not seen) \| (.+)$/gm;

/** The verdicts in a notebook's outputs, in order. */
export function collectVerdicts(notebook: Notebook): Verdict[] {
  return notebook.cells.filter(isCode).flatMap(({ outputs }) =>
    outputs.flatMap(verdictsOf)
  );
}

/** The verdicts in one output. */
export function verdictsOf(output: Output): Verdict[] {
  return [...plainText(output).matchAll(LINE)].map(
    ([, claim, says, measured]) => ({ claim, says, measured }),
  );
}

function plainText(output: Output): string {
  if (output.output_type === "stream") {
    return output.name === "stdout" ? output.text : "";
  }
  const text = "data" in output ? output.data["text/plain"] : "";
  return typeof text === "string" ? text : "";
}

/**
 * All verdicts as lines of plain text, without a last newline: claim and
 * verdict side by side, the measurement below.
 *
 * @param columns How wide a line may be.
 */
export function verdictTable(
  notebooks: NotebookVerdicts[],
  columns = 80,
): string {
  const all = notebooks.flatMap(({ verdicts }) => verdicts);
  const longest = (column: "claim" | "says") =>
    Math.max(0, ...all.map((verdict) => verdict[column].length));
  const width = Math.min(longest("claim"), columns - longest("says") - 4);
  const row = ({ claim, says, measured }: Verdict) => {
    const lines = wrapped(claim, width);
    lines[0] = `${lines[0].padEnd(width)}  ${says}`;
    return [
      ...lines.map((line) => `  ${line}`),
      ...wrapped(measured, columns - 6).map((line) => `      ${line}`),
    ];
  };
  return notebooks.flatMap(({ name, complete, verdicts }) => [
    complete ? name : `${name} (stopped before its end)`,
    ...verdicts.flatMap(row),
  ]).join("\n");
}

/** Lines of whole words; a word that is longer than a line stays whole. */
function wrapped(text: string, columns: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1];
    if (last === "") lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
