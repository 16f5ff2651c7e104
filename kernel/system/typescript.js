// @ts-self-types="./typescript.d.ts"
/**
 * TypeScript's parser and compiler, loaded by `require`.
 *
 * An `import` of a package in CommonJS has Deno read it once to list its names
 * and once to run it. Of TypeScript, a file of 9 MB, that took 40 of 100 ms that
 * a kernel works before its first cell.
 *
 * @module
 */

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** @returns The package's exports. */
async function loaded() {
  try {
    const path = fileURLToPath(import.meta.resolve("typescript"));
    return createRequire(import.meta.url)(path);
  } catch {
    // This line is also what has Deno put the package into its cache.
    return (await import("typescript")).default;
  }
}

export default await loaded();
