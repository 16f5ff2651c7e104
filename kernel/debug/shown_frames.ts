/**
 * The frames of a stack that are shown: the user's and those of packages.
 *
 * @module
 */

import type { PausedFrame } from "../cdp/domains.ts";
import type { Frame } from "./frame.ts";
import type { Locations } from "./locations.ts";

/** @param nextId Gives each frame a number of its own. */
export async function shownFrames(
  stack: PausedFrame[],
  locations: Locations,
  nextId: () => number,
): Promise<Frame[]> {
  const places = await Promise.all(
    stack.map(({ location }) => locations.at(location)),
  );
  return stack.flatMap((paused, index) => {
    const place = places[index];
    if (!place) return [];
    const own = isTopLevel(paused) ? place.name : "(anonymous)";
    return { id: nextId(), name: paused.functionName || own, place, paused };
  });
}

/** Whether a frame is a cell's or a module's own code, and no function's. */
function isTopLevel({ scopeChain }: PausedFrame): boolean {
  return scopeChain.every(({ type }) => type !== "local" && type !== "closure");
}
