/**
 * What differs from run to run and means nothing: times, addresses, ids.
 *
 * @module
 */

/** A rule: what it finds is compared by its name alone. */
interface Mask {
  name: string;
  pattern: RegExp;
}

/** All rules, in the order in which they are applied. */
export const MASKS: Mask[] = [
  {
    name: "uuid",
    pattern:
      /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi,
  },
  {
    name: "date and time",
    pattern:
      /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?/g,
  },
  {
    name: "date and time",
    pattern:
      /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? (?:[A-Z][a-z]{2} \d\d?|\d\d? [A-Z][a-z]{2}) \d{4} \d\d:\d\d:\d\d(?: GMT(?:[+-]\d{4})?(?: \([^)]*\))?)?/g,
  },
  {
    // As toLocaleString() has it, in America and elsewhere.
    name: "date and time",
    pattern:
      /(?<![\w./])(?:\d?\d\/\d?\d\/\d{4}|\d?\d\.\d?\d\.\d{4})(?:,? \d?\d:\d\d:\d\d(?:\s[AP]M)?|(?![\w./]))/g,
  },
  {
    name: "time",
    pattern: /\b\d?\d:\d\d:\d\d(?:\.\d+)?(?:\s[AP]M)?\b/g,
  },
  { name: "address", pattern: /\b0x[0-9a-f]{6,16}\b/gi },
  {
    name: "duration",
    pattern:
      /(?<![\w.])(?:\d+ ?(?:h|m|min) )*\d+(?:\.\d+)? ?(?:ns|µs|us|ms|s|sec|seconds?|min|minutes?)(?:\/(?:step|epoch|it|iter|batch))?(?![\w/])/g,
  },
  {
    name: "temporary folder",
    pattern: /(?:\/private)?(?:\/var\/folders\/\w\w\/\w+\/T|\/tmp)\/[\w.-]+/g,
  },
];

/** The text, with everything that means nothing replaced by its name. */
export function masked(text: string): string {
  return MASKS.reduce(
    (left, { name, pattern }) => left.replace(pattern, `<${name}>`),
    text,
  );
}
