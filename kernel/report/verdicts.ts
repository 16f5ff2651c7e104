/**
 * Verdicts that notebooks print or show, one line each, collected over a whole
 * run.
 *
 * A line on stdout or in the plain text of what is shown counts if it reads
 * `verdict | CLAIM | holds | NUMBER WITH UNIT`, with `holds with
 * conditions`, `does not hold` or `not seen` for another verdict. All other lines are left alone.
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
    outputs.flatMap((output) =>
      [...plainText(output).matchAll(LINE)].map(
        ([, claim, says, measured]) => ({ claim, says, measured }),
      )
    )
  );
}

function plainText(output: Output): string {
  if (output.output_type === "stream") {
    return output.name === "stdout" ? output.text : "";
  }
  return "data" in output ? `${output.data["text/plain"] ?? ""}` : "";
}

/** One table of all verdicts as lines of plain text, without a last newline. */
export function verdictTable(notebooks: NotebookVerdicts[]): string {
  const all = notebooks.flatMap(({ verdicts }) => verdicts);
  const claimWidth = Math.max(...widths(all, "claim"), "claim".length);
  const saysWidth = Math.max(...widths(all, "says"), "verdict".length);
  const row = (claim: string, says: string, measured: string) =>
    `  ${claim.padEnd(claimWidth)}  ${says.padEnd(saysWidth)}  ${measured}`;
  return [
    row("claim", "verdict", "measured"),
    ...notebooks.flatMap(({ name, complete, verdicts }) => [
      complete ? name : `${name} (stopped before its end)`,
      ...verdicts.map(({ claim, says, measured }) =>
        row(claim, says, measured)
      ),
    ]),
  ].join("\n");
}

function widths(verdicts: Verdict[], column: keyof Verdict): number[] {
  return verdicts.map((verdict) => verdict[column].length);
}
