/**
 * Named pipes and devices that lie where Deno looks for configuration. Deno
 * reads them when it starts, waits for ever or fills the memory, and says
 * nothing.
 *
 * @module
 */

import { dirname, join } from "node:path";

/** Those that Deno opens without a look at what they are. */
const NAMES = [".npmrc", "tsconfig.json", "deno.lock"];

/** @throws {Error} If there is one, in the folder or above it. */
export function refuseEndlessFiles(folder: string) {
  for (let here = folder;; here = dirname(here)) {
    for (const name of NAMES) refuse(join(here, name));
    if (dirname(here) === here) return;
  }
}

function refuse(path: string) {
  if (!isEndless(path)) return;
  throw new Error(
    `${path} is a pipe or a device, which Deno would read without an end: move it away`,
  );
}

function isEndless(path: string): boolean {
  try {
    const { isFifo, isCharDevice } = Deno.statSync(path);
    // A link to /dev/null is how some say that there is nothing.
    return isFifo === true ||
      isCharDevice === true && Deno.realPathSync(path) !== "/dev/null";
  } catch {
    return false;
  }
}
