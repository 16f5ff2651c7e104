/**
 * What changes that should not matter did to the verdicts, in Markdown.
 *
 * @module
 */

import { Share } from "../../lib/experiment/share.ts";
import { HARMLESS, type HarmlessOutcome } from "./harmless.ts";
import type { TrustPart } from "./trust_page.ts";
import type { Committed } from "./verdict_ids.ts";

function kindOf({ name }: HarmlessOutcome): string {
  return name.replace(/(,| moved by) \d+$/, "");
}

/** Verdicts compared, and those that flipped. */
function tally(outcomes: readonly HarmlessOutcome[]) {
  const verdicts = outcomes.reduce((sum, it) => sum + it.verdicts, 0);
  const flips = outcomes.flatMap(({ flipped }) => flipped);
  const text = `${flips.length} of ${verdicts} verdicts flipped in ` +
    `${outcomes.length} of ${HARMLESS.length} changes that should not matter`;
  const rate = verdicts === 0
    ? ""
    : new Share(flips.length, verdicts).format(2);
  return { flips, text, rate };
}

/** The part of the page on trust. */
export function harmlessPart(outcomes: readonly HarmlessOutcome[]): TrustPart {
  const { text, rate } = tally(outcomes);
  return {
    heading: "Changes that should flip nothing",
    answer: `${text}.`,
    formerAnswer: /\S+ of \S+\s+verdicts\s+flipped\s+in[^.]*\./,
    body:
      `Other seeds, another order of batches, two threads in place of one, the cpu
backend, and the library called through a stub: the same claims are judged again,
and [each change](../tests/mutants/harmless.md) that flips a verdict shows one that
rests on chance.

**${text}**: ${rate} of verdicts are false by chance.`,
  };
}

/** The whole page. */
export function harmlessReport(
  outcomes: readonly HarmlessOutcome[],
  committed: readonly Committed[],
): string {
  const { flips, text, rate } = tally(outcomes);
  const groups = Map.groupBy(
    outcomes,
    (it) => `${it.notebook} | ${kindOf(it)}`,
  );
  const rows = [...groups].map(([group, changes]) => {
    const flipped = changes.filter((it) => it.flipped.length > 0);
    const said = flipped.map(({ name, flipped }) =>
      `${name}: ${flipped.map(({ id, says }) => `${id} ${says}`).join(", ")}`
    );
    return `| ${group} | ${changes.length} | ${changes[0].verdicts} | ${
      said.join("; ") || "none"
    } |`;
  }).sort();
  const named = committed.filter(({ id }) => flips.some((it) => it.id === id));
  const legend = named.map(({ id, claim, says }) =>
    `- ${id}: ${claim} (${says})`
  );
  return `# Changes that should flip no verdict

\`deno task mutants --harmless\` changes the notebooks' seeds, the order of their
batches, their threads or backend, or calls the library through a stub; runs the
cells, compares the verdicts with those committed, and writes this page.

**${text}**: ${rate} of verdicts are false by chance.

| notebook | change | times | verdicts each | flipped |
| --- | --- | --: | --: | --- |
${rows.join("\n")}

${legend.join("\n")}
`;
}
