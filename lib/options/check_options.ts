/**
 * Refuses options that nobody reads. Types are not checked in a notebook, so a
 * misspelt option would be ignored without a word.
 *
 * @module
 */

import { distance } from "fastest-levenshtein";
import { isRecord } from "./is_record.ts";
import { type Kind, requireKind } from "./require_kind.ts";

/**
 * The options that there are, so that none is forgotten: what each has to be,
 * or `true` where its reader checks that.
 */
export type OptionNames<Options> = Readonly<
  Record<keyof Required<Options>, true | Kind>
>;

/**
 * A difference in case or underscores does not count: `batch_size` and
 * `batchsize` mean `batchSize`.
 */
function plain(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

/** The letters in the order of the alphabet. */
function sorted(name: string): string {
  return [...name].sort().join("");
}

/**
 * The name that was probably meant.
 *
 * @returns Undefined if none is alike: where more than a third of the letters
 * would have to change, and it is not that two have changed places.
 */
export function nearestName(
  name: string,
  names: readonly string[],
): string | undefined {
  const wanted = plain(name);
  let meant: string | undefined;
  let least = Infinity;
  for (const candidate of names) {
    const known = plain(candidate);
    const changes = distance(wanted, known);
    const isSwapped = changes === 2 && sorted(wanted) === sorted(known);
    const isAlike = isSwapped ||
      changes <= Math.max(wanted.length, known.length) / 3;
    const order = isSwapped ? 1 : changes;
    if (isAlike && order < least) [meant, least] = [candidate, order];
  }
  return meant;
}

/** For a message on an unknown name: the nearest of those that there are. */
export function suggestion(name: string, names: readonly string[]): string {
  const meant = nearestName(name, names);
  return meant ? `; did you mean ${meant}?` : ".";
}

/**
 * Checks that an options object has no other options than there are, and none
 * of another kind: arithmetic takes null for 0 and a text for a number.
 *
 * @param owner Who takes the options, as the message names it: `fit`.
 * @param options What was given; undefined stands for none.
 * @param names The options there are, with their kinds; undefined is of each.
 * @throws {TypeError} If there is another one, with the nearest name and all
 * there are; if one is of another kind; or if it is no object.
 */
export function checkOptions<Options extends object>(
  owner: string,
  options: Options | null | undefined,
  names: OptionNames<Options>,
): void {
  if (options === undefined) return;
  if (!isRecord(options)) {
    throw new TypeError(
      `${owner} takes its options as an object, got ${
        Array.isArray(options) ? "an array" : String(options)
      }`,
    );
  }
  const known = Object.keys(names);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `${owner} has no option ${unknown}${suggestion(unknown, known)} It has ${
        known.join(", ")
      }`,
    );
  }
  for (const [name, value] of Object.entries(options)) {
    const kind = names[name as keyof Options];
    if (kind === true || value === undefined) continue;
    requireKind(owner, name, value, kind);
  }
}
