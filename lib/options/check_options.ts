/**
 * Refuses options that nobody reads. Types are not checked in a notebook, so a
 * misspelt option would be ignored without a word.
 *
 * @module
 */

import { closest, distance } from "fastest-levenshtein";

/** The names of an options object, each `true`, so that none is forgotten. */
export type OptionNames<Options> = Readonly<
  Record<keyof Required<Options>, true>
>;

/**
 * A difference in case or underscores does not count: `batch_size` and
 * `batchsize` mean `batchSize`.
 */
function plain(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

/**
 * The name that was probably meant.
 *
 * @returns Undefined if none is alike: where more than a third of the letters
 * would have to change.
 */
export function nearestName(
  name: string,
  names: readonly string[],
): string | undefined {
  if (names.length === 0) return undefined;
  const wanted = plain(name);
  const best = closest(wanted, names.map(plain));
  const changes = distance(wanted, best);
  return changes <= Math.max(wanted.length, best.length) / 3
    ? names.find((candidate) => plain(candidate) === best)
    : undefined;
}

/** For a message on an unknown name: the nearest of those that there are. */
export function suggestion(name: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  return meant ? `; did you mean ${meant}?` : ".";
}

/**
 * Checks that an options object has no other options than there are.
 *
 * @param owner Who takes the options, as the message names it: `fit`.
 * @param options What was given; undefined stands for none.
 * @param names The options there are.
 * @throws {TypeError} If there is another one, with the nearest name and all
 * there are; or if it is no object.
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options | null | undefined,
  names: OptionNames<Options>,
): void {
  if (options === undefined) return;
  if (
    typeof options !== "object" || options === null || Array.isArray(options)
  ) {
    throw new TypeError(
      `${owner} takes its options as an object, got ${
        Array.isArray(options) ? "an array" : String(options)
      }`,
    );
  }
  const known = Object.keys(names);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(
    `${owner} has no option ${unknown}${suggestion(unknown, known)} It has ${
      known.join(", ")
    }`,
  );
}
