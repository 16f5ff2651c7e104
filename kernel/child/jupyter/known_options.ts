/**
 * Options of `Deno.jupyter` are checked: a misspelt `displayId` would otherwise
 * be ignored, and the update that follows find nothing to replace.
 *
 * @module
 */

import { nearest } from "../compiled/nearest.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { Object, TypeError } from "../language/natives.ts";

/**
 * Refuses options that there are not.
 *
 * @param owner What takes them, such as `Deno.jupyter.display()`.
 * @param options Anything; only an object has options.
 * @throws {TypeError} If one has another name; the message says which there are.
 */
export function refuseOthers(
  owner: string,
  options: unknown,
  known: readonly string[],
): void {
  if (options === null || typeof options !== "object") return;
  withIntrinsics(() => {
    const other = Object.keys(options).find((name) => !known.includes(name));
    if (other === undefined) return;
    const meant = nearest(other, known);
    const hint = meant === undefined
      ? `it takes ${known.join(", ")}`
      : `did you mean ${meant}?`;
    throw new TypeError(`${owner} has no option ${other}; ${hint}`);
  });
}
