/**
 * What is wrong with a command line, in one line.
 *
 * @module
 */

import { didYouMean } from "./nearest.ts";
import { quoted } from "./quoted.ts";

/**
 * The message of an error that `parseArgs()` threw, with the option that was
 * meant, or all there are.
 *
 * @param options As `parseArgs()` had them.
 * @param elsewhere What does here what an option of another program's does
 *   there; it counts if it begins with an option that there is.
 */
export function argumentError(
  error: Error,
  options: Record<string, unknown>,
  elsewhere: Record<string, string> = {},
): string {
  const unknown = /^Unknown option '(?:-.?, )?(--?[^']*)'/.exec(error.message);
  if (!unknown) return misuse(error.message);
  const known = Object.keys(options).map((name) => `--${name}`);
  const same = Object.hasOwn(elsewhere, unknown[1])
    ? elsewhere[unknown[1]]
    : undefined;
  if (same && known.includes(same.split(" ")[0])) {
    return `there is no option ${unknown[1]}; ${same} does that`;
  }
  const meant = didYouMean(unknown[1], known);
  return `there is no option ${unknown[1]}${
    meant || `; there are ${known.sort().join(", ")}`
  }`;
}

/** What Node says of an option that there is, or of a word that is none. */
function misuse(message: string): string {
  const option = /^Option '(?:-.?, )?(--[\w-]+)/.exec(message)?.[1];
  if (option === undefined) {
    const [, word] = /^Unexpected argument '(.*?)'\./s.exec(message) ?? [];
    return word === undefined
      ? message.split("\n")[0]
      : `only options are taken, not ${quoted(word)}`;
  }
  if (message.includes("does not take an argument")) {
    return `${option} takes no value`;
  }
  // Node took the next word for an option, as it begins with a dash.
  const [, dashed] = /use '(--.*)'/s.exec(message) ?? [];
  return `${option} needs a value` +
    (dashed ? `; one that begins with a dash is written ${dashed}` : "");
}
