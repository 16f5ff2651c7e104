/**
 * The table of faults against tests and verdicts, in Markdown.
 *
 * @module
 */

import { MUTANTS } from "./mutants.ts";
import type { Outcome } from "./try_mutant.ts";
import type { TrustPart } from "./trust_page.ts";
import type { Committed } from "./verdict_ids.ts";

/** Whether anybody noticed. */
export function isNoticed({ tests, flipped, missing, objecting }: Outcome) {
  return tests || flipped.length + missing.length + objecting.length > 0;
}

function row(outcome: Outcome, letterOf: (notebook: string) => string): string {
  const { name, file, tests, flipped, missing, objecting, problem } = outcome;
  const letters = (names: readonly string[]) => names.map(letterOf).join(" ");
  const cells = problem ? [problem, "", "", ""] : [
    tests ? "yes" : "no",
    flipped.join(" ") || "none",
    [...missing, letters(objecting)].filter(Boolean).join(" ") || "none",
    letters(outcome.notebooks) || "none",
  ];
  return `| ${[name, file, ...cells].join(" | ")} |`;
}

/** What was found, counted. */
interface Score {
  tried: Outcome[];
  noticed: Outcome[];
  flipping: Outcome[];
  /** Faults that flip a verdict, by its id. */
  flippers: (id: string) => Outcome[];
  /** Verdicts that a fault flips. */
  flippable: Committed[];
}

function scoreOf(
  outcomes: readonly Outcome[],
  committed: readonly Committed[],
): Score {
  const tried = outcomes.filter(({ problem }) => problem === undefined);
  const flipping = tried.filter(({ flipped }) => flipped.length > 0);
  const flippers = (id: string) =>
    flipping.filter(({ flipped }) => flipped.includes(id));
  return {
    tried,
    noticed: tried.filter(isNoticed),
    flipping,
    flippers,
    flippable: committed.filter(({ id }) => flippers(id).length > 0),
  };
}

function verdictTable(
  { flippers }: Score,
  committed: readonly Committed[],
): string {
  const rows = committed.map(({ id, claim, says }) => {
    const by = flippers(id);
    return `| ${id} | ${claim} | ${says} | ${by.length} | ${
      by[0]?.name ?? "none"
    } |`;
  });
  return `| id | claim | verdict | flipped by | such as |
| --- | --- | --- | --: | --- |
${rows.join("\n")}`;
}

function counts(
  { tried, noticed, flipping, flippable }: Score,
  committed: readonly Committed[],
): string {
  return `**${noticed.length} of ${tried.length} faults were noticed** by tests or ` +
    `notebooks, ${flipping.length} of them by a verdict that flips. ` +
    `**${flippable.length} of ${committed.length} verdicts** are flipped by at ` +
    "least one fault." + untried(tried.length);
}

/** Says how many faults there are besides, where not all were tried. */
function untried(tried: number): string {
  return tried === MUTANTS.length
    ? ""
    : ` Of the ${MUTANTS.length} faults in \`tests/mutants/mutants.ts\` the other ` +
      `${MUTANTS.length - tried} have not been tried on verdicts yet.`;
}

/** The part of the page on trust. */
export function mutantsPart(
  outcomes: readonly Outcome[],
  committed: readonly Committed[],
): TrustPart {
  const score = scoreOf(outcomes, committed);
  return {
    heading: "Faults put in on purpose",
    answer:
      `${score.noticed.length} of ${score.tried.length} faults put into ` +
      "the library were noticed, and " +
      `${score.flippable.length} of ${committed.length} verdicts flip by at ` +
      "least one.",
    formerAnswer: /\S+ of \S+\s+faults\b[^.]*\./,
    body:
      `Each fault is put into a copy of the library; then the unit tests of that
part and notebooks that rest on it are run. All of them are in
[the table of faults](../tests/mutants/README.md).

${counts(score, committed)}

${verdictTable(score, committed)}`,
  };
}

/** The whole page. */
export function mutantsReport(
  outcomes: readonly Outcome[],
  committed: readonly Committed[],
  unnoticed: Readonly<Record<string, string>>,
): string {
  const score = scoreOf(outcomes, committed);
  const letters = new Map(
    committed.map(({ id, notebook }) => [notebook, id[0]]),
  );
  const letterOf = (notebook: string) =>
    letters.get(notebook as Committed["notebook"]) ?? "?";
  const escaped = score.tried.filter((it) => !isNoticed(it)).map(({ name }) =>
    `- ${name}: ${unnoticed[name] ?? "nobody knows why yet"}`
  );
  return `# Faults that were put in on purpose

\`deno task mutants\` puts each of these faults into a copy of the library, runs
the unit tests of that part, and the notebooks that rest on it, and writes this
page. A notebook's cells are run as one script by \`deno run\`; assertions that
fail are counted and the script goes on, so that every verdict is seen.

${counts(score, committed)}

${
    escaped.length === 0
      ? "There is none that nobody noticed."
      : `Nobody noticed:\n\n${escaped.join("\n")}`
  }

## Verdicts

${verdictTable(score, committed)}

## Faults

A letter is a notebook, a letter with a number one of its verdicts, as above.
_Tests_ says whether unit tests notice; then the verdicts that come out otherwise;
then, by letter, notebooks whose own assertions fail or that end early, and the
verdicts lost by that; last the notebooks that were run.

| fault | file below lib/ | tests | flipped | failed | run |
| --- | --- | --- | --- | --- | --- |
${outcomes.map((it) => row(it, letterOf)).join("\n")}
`;
}
