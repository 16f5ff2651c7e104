/**
 * Types replaced by spaces, by ts-blank-space.
 *
 * That package imports TypeScript, of which Deno then reads 9 MB again to list
 * its names: a quarter of the time until a kernel can run its first cell. So it
 * is loaded for the first cell that has types.
 *
 * @module
 */

import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type * as Blank from "ts-blank-space";

let loaded: typeof Blank | undefined;

/** The package's own; loads it where that has not been done. */
export const blankSourceFile: typeof Blank.blankSourceFile = (
  source,
  onError,
) => {
  const path = fileURLToPath(import.meta.resolve("ts-blank-space"));
  const { blankSourceFile } = loaded ??= createRequire(import.meta.url)(
    path,
  ) as typeof Blank;
  return blankSourceFile(source, onError);
};

/** Loads it where there is time, so that no cell waits for it. */
export async function loadBlankSourceFile(): Promise<void> {
  loaded ??= await import("ts-blank-space");
}
