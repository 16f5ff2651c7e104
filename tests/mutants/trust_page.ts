/**
 * `notebooks/trust.md`, which stands in the report: what faults and harmless
 * changes did to the verdicts. Each run writes its own part of it.
 *
 * @module
 */

/** A part of the page. */
export interface TrustPart {
  /** The section's heading. */
  heading: string;
  /** What the section says. */
  body: string;
  /** The sentence of the short answer, up to its full stop. */
  answer: string;
  /** What stands there now, whatever its numbers and line breaks. */
  formerAnswer: RegExp;
}

/**
 * The page with one part replaced.
 *
 * @throws {Error} If the page has no such section or sentence.
 */
export function withPart(page: string, part: TrustPart): string {
  const { heading, body, answer, formerAnswer } = part;
  const section = new RegExp(`^## ${heading}\n[^]*?(?=^## |(?![^]))`, "m");
  if (!section.test(page) || !formerAnswer.test(page)) {
    throw new Error(`The page has no "${heading}", or no sentence on it`);
  }
  return page.replace(section, () => `## ${heading}\n\n${body.trim()}\n\n`)
    .replace(formerAnswer, () => answer);
}
