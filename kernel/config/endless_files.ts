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
    const { isFifo, isCharDevice, rdev } = Deno.statSync(path);
    // A link to /dev/null, or a container that mounts it there, hides a file.
    return isFifo === true ||
      isCharDevice === true && rdev !== Deno.statSync("/dev/null").rdev;
  } catch {
    return false;
  }
}
