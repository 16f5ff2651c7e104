/**
 * What is wrong with a command line, in one line.
 *
 * @module
 */

import { didYouMean } from "./nearest.ts";

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
  // Node's further lines explain positional arguments, which don't help here.
  if (!unknown) {
    return error.message.split("\n")[0].replace(/\. To specify.*/, "");
  }
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
