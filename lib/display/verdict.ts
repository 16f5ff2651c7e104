/**
 * What a measurement says about a claim, shown where it is measured.
 *
 * Its plain text, `verdict | CLAIM | SAYS | MEASURED`, is a line that
 * `thaw run --report` collects from a notebook's outputs.
 *
 * @module
 */

import { escapeHtml } from "./escape_html.ts";
import { requireKnown } from "../options/known_value.ts";
import { notebookScreen, type Screen } from "./live_display.ts";

/** What became of a claim; `not seen` where the data can't tell. */
export type VerdictSays =
  | "holds"
  | "holds with conditions"
  | "does not hold"
  | "not seen";

/**
 * Colours of Okabe and Ito. The words say the same where colours do not arrive.
 */
const COLOURS: Record<VerdictSays, string> = {
  "holds": "#009e73",
  "holds with conditions": "#e69f00",
  "does not hold": "#d55e00",
  "not seen": "#999999",
};

/** All verdicts there are. */
export const VERDICTS = Object.keys(COLOURS) as VerdictSays[];

/**
 * Shows a verdict in the notebook, or prints its line where there is none.
 *
 * It decides nothing: `Claims` derives a verdict from a number and a
 * threshold. Line breaks become spaces, since the line is one line.
 *
 * ```ts ignore
 * import { verdict } from "thaw";
 *
 * await verdict("It drops 20 % a step", "holds", "20.1 ± 0.1 %");
 * ```
 *
 * @param claim In a few words.
 * @param measured The number it rests on, with its unit; for `not seen` with
 *   the smallest effect that would have been seen.
 * @param screen The notebook, unless another is given.
 * @throws {RangeError} If there is no such verdict, or the claim or what was
 *   measured is empty.
 */
export async function verdict(
  claim: string,
  says: VerdictSays,
  measured: string,
  screen: Screen | undefined = notebookScreen(),
): Promise<void> {
  requireKnown("verdict()", says, VERDICTS);
  const [shortClaim, number] = [oneLine(claim), oneLine(measured)];
  if (!shortClaim || !number) {
    throw new RangeError("verdict() needs a claim and what was measured");
  }
  const line = `verdict | ${shortClaim} | ${says} | ${number}`;
  if (!screen) {
    console.log(line);
    return;
  }
  const html = `<div style="border-left: 5px solid ${COLOURS[says]}; ` +
    `padding: 2px 10px">${escapeHtml(shortClaim)}: <b>${escapeHtml(says)}</b>` +
    `<br>${escapeHtml(number)}</div>`;
  const bundle = { "text/html": html, "text/plain": line };
  await screen(bundle, crypto.randomUUID(), false);
}

function oneLine(text: string): string {
  return String(text).replace(/\s+/g, " ").trim();
}
