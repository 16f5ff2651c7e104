/**
 * What a cell says about how it is to be checked: by a comment such as
 * `// check: ignore`, by a tag, or in nbval's words.
 *
 * @see https://nbval.readthedocs.io
 *
 * @module
 */

import { didYouMean, nearest } from "../config/nearest.ts";
import { BadInputError } from "../notebook/bad_input_error.ts";
import { type CodeCell, tagsOf } from "../notebook/notebook.ts";

/** How one cell is checked. */
export interface Marks {
  /** Whether it may show anything. */
  ignore: boolean;
  /** How much numbers may differ; nothing means as usual. */
  tolerance: number | undefined;
  /** What the text it shows must have in it, in place of what was saved. */
  pattern: RegExp | undefined;
  /** Whether it does not run. */
  skip: boolean;
  /** Whether it may fail. */
  raises: boolean;
}

const WORDS = ["ignore", "tolerance", "match", "skip", "raises"];

const NBVAL_WORDS = [
  "CHECK_OUTPUT",
  "IGNORE_OUTPUT",
  "RAISES_EXCEPTION",
  "SKIP",
  "TEST_NAME",
];

/** Of tags, behind `check-` or `nbval-`. */
const TAGS = [
  "ignore",
  "ignore-output",
  "check-output",
  "raises-exception",
  "skip",
  "test-name",
];

const COMMENT =
  /^[ \t]*(?:\/\/|#)[ \t]*check:[ \t]*(\S*)[ \t]*(.*?)[ \t\r]*$/gm;

const NBVAL = /^[ \t]*(?:\/\/|#)[ \t]*(?:NBVAL|PYTEST_VALIDATE)_([A-Z_]+)/gm;

/**
 * The marks of a cell.
 *
 * @throws {BadInputError} If a comment has a word that is none, nbval's too.
 */
export function marksOf(cell: CodeCell): Marks {
  for (const tag of tagsOf(cell)) checkTag(tag);
  const tags = tagsOf(cell).map((tag) =>
    tag.toLowerCase().replaceAll("_", "-").replace(
      /^(?:nbval|check)-/,
      "check-",
    )
  );
  const nbval = [...cell.source.matchAll(NBVAL)].map(([, word]) => word);
  const wrong = nbval.find((word) => !NBVAL_WORDS.includes(word));
  if (wrong !== undefined) {
    throw new BadInputError(
      `NBVAL_${wrong}${didYouMean(wrong, NBVAL_WORDS)}; there are ${
        NBVAL_WORDS.join(", ")
      }`,
    );
  }
  const marks: Marks = {
    ignore: tags.includes("check-ignore") ||
      tags.includes("check-ignore-output") || nbval.includes("IGNORE_OUTPUT"),
    skip: tags.includes("check-skip") || nbval.includes("SKIP"),
    raises: tags.includes("check-raises-exception") ||
      nbval.includes("RAISES_EXCEPTION"),
    tolerance: undefined,
    pattern: undefined,
  };
  for (const [, word, value] of cell.source.matchAll(COMMENT)) {
    read(marks, word, value);
  }
  return marks;
}

/** Refuses a tag that is one of ours but for a slip. */
function checkTag(tag: string): void {
  const [, prefix, word] = /^(check|nbval)-(.+)$/.exec(
    tag.toLowerCase().replaceAll("_", "-"),
  ) ?? [];
  if (word === undefined || TAGS.includes(word)) return;
  const meant = nearest(word, TAGS);
  if (meant === undefined) return;
  throw new BadInputError(
    `the tag ${tag} (did you mean ${prefix}-${meant}?)`,
  );
}

function read(marks: Marks, word: string, value: string): void {
  switch (word) {
    case "ignore":
    case "skip":
    case "raises":
      marks[word] = true;
      return;
    case "tolerance":
      marks.tolerance = parseTolerance("check: tolerance", value);
      return;
    case "match":
      if (value === "") {
        throw new BadInputError("check: match takes a pattern");
      }
      try {
        marks.pattern = new RegExp(value, "mu");
      } catch (error) {
        throw new BadInputError(`check: match: ${(error as Error).message}`);
      }
      return;
    default:
      throw new BadInputError(
        `check: ${word}${didYouMean(word, WORDS)}; there are ${
          WORDS.join(", ")
        }`,
      );
  }
}

/**
 * A number that numbers may differ by.
 *
 * @throws {BadInputError} If it is none, or below 0.
 */
export function parseTolerance(name: string, text: string): number {
  const value = /^(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)
    ? Number(text)
    : NaN;
  if (value >= 0 && Number.isFinite(value)) return value;
  throw new BadInputError(`${name} takes a number such as 1e-3, not ${text}`);
}
