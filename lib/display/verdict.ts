/**
 * What a measurement says about a claim, shown where it is measured.
 *
 * Its plain text, `verdict | CLAIM | SAYS | MEASURED`, is a line that
 * `thaw run --report` collects from a notebook's outputs.
 *
 * @module
 */

import { escapeHtml } from "./escape_html.ts";
import { notebookScreen, type Screen } from "./live_display.ts";

/** What became of a claim. */
export type VerdictSays = "holds" | "holds with conditions" | "does not hold";

/** Of Okabe and Ito; the words say the same where colours do not arrive. */
const COLOURS: Record<VerdictSays, string> = {
  "holds": "#009e73",
  "holds with conditions": "#e69f00",
  "does not hold": "#d55e00",
};

/**
 * Shows a verdict in the notebook, or prints its line where there is none.
 *
 * It decides nothing: assert first, so that a rerun fails when the verdict
 * changes.
 *
 * ```ts
 * import { verdict } from "./verdict.ts";
 *
 * await verdict("It drops 20 % a step", "holds", "20.1 ± 0.1 %");
 * ```
 *
 * @param claim In a few words, on one line.
 * @param measured The number it rests on, with its unit.
 * @param screen The notebook, unless another is given.
 */
export async function verdict(
  claim: string,
  says: VerdictSays,
  measured: string,
  screen: Screen | undefined = notebookScreen(),
): Promise<void> {
  const line = `verdict | ${claim} | ${says} | ${measured}`;
  if (!screen) {
    console.log(line);
    return;
  }
  const html = `<div style="border-left: 5px solid ${COLOURS[says]}; ` +
    `padding: 2px 10px">${escapeHtml(claim)}: <b>${says}</b><br>` +
    `${escapeHtml(measured)}</div>`;
  const bundle = { "text/html": html, "text/plain": line };
  await screen(bundle, crypto.randomUUID(), false);
}
