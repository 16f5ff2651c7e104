/**
 * What differs in a notebook that was run again, told to people.
 *
 * @module
 */

import { escapeHtml } from "../report/html.ts";
import type { Difference } from "./compare_outputs.ts";
import { masked } from "./masks.ts";
import { sideBySide } from "./side_by_side.ts";

/**
 * Differences in which each part that is not compared is replaced by its name,
 * so that nobody looks for a difference there.
 */
export function maskedDifferences(differences: Difference[]): Difference[] {
  return differences.map((difference) => ({
    ...difference,
    saved: masked(difference.saved),
    now: masked(difference.now),
  }));
}

/** Lines of a terminal about one cell, under a line for each difference. */
export function differenceLines(
  differences: Difference[],
  columns: number,
  colour: boolean,
): string[] {
  return differences.flatMap(({ what, saved, now, pictures }) => [
    `  ${what}`,
    ...pictures
      ? []
      : sideBySide(saved, now, columns - 4, colour).map((line) =>
        `    ${line}`
      ),
  ]);
}

/** The same as HTML, pictures beside each other. */
export function differencesHtml(differences: Difference[]): string {
  return differences.map(({ what, saved, now, pictures }) => {
    const [left, right] = pictures
      ? (["saved", "now"] as const).map((which) =>
        picture(pictures.type, pictures[which], which)
      )
      : [
        `<pre>${lines(saved, now, "del")}</pre>`,
        `<pre>${lines(now, saved, "ins")}</pre>`,
      ];
    return `<p>${escapeHtml(what)}: saved, now</p>` +
      `<div class="sides"><div>${left}</div><div>${right}</div></div>`;
  }).join("\n");
}

function picture(type: string, base64: string, alt: string): string {
  const url = `data:${type};base64,${base64.replace(/\s/g, "")}`;
  return `<img src="${escapeHtml(url)}" alt="${alt}">`;
}

/** A text whose lines that the other lacks are marked. */
function lines(text: string, other: string, mark: "ins" | "del"): string {
  const known = new Set(other.split("\n"));
  return text.split("\n").map((line) =>
    known.has(line)
      ? escapeHtml(line)
      : `<${mark}>${escapeHtml(line)}</${mark}>`
  ).join("\n");
}
