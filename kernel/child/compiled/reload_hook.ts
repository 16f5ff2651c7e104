/**
 * The hook by which modules that were loaded anew are found: from the first
 * reload on, all imports of modules go by it.
 *
 * @module
 */

import { statSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { attempt } from "../language/attempt.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { currentAddress } from "./local_modules.ts";
import { bare, isLocal, isPath } from "./module_files.ts";

let hooked = false;

/**
 * Sends the imports of modules to the addresses they have now.
 *
 * @param resolve As Deno resolves in a file of the notebook's folder.
 */
export function installReloadHook(resolve: (specifier: string) => string) {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      // `next` knows no file of a package that is not loaded yet.
      let own: string | undefined;
      let failure: unknown;
      try {
        own = resolve(specifier);
      } catch (error) {
        failure = error;
      }
      if (own && /^(?:npm|jsr):/.test(own)) {
        return { url: own, shortCircuit: true };
      }
      const result = next(specifier, context);
      return withIntrinsics(() => {
        if (!isLocal(result.url)) return result;
        // Deno resolves a name that it does not know as a path.
        const isFile = isPath(specifier) || own !== undefined ||
          exists(result.url);
        if (!isFile) throw failure;
        if (result.url.includes("?")) return result;
        return { ...result, url: currentAddress(bare(result.url)) };
      });
    },
  });
}

function exists(url: string): boolean {
  return attempt(() => statSync(fileURLToPath(bare(url))), undefined) !==
    undefined;
}
