/**
 * Names that the `paths` of a tsconfig.json give to files: TypeScript and
 * bundlers know them, and Deno does not.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { attempt } from "../language/attempt.ts";

const { readTextFileSync } = Deno;

const FILES = ["tsconfig.json", "jsconfig.json", "deno.json", "deno.jsonc"];
/** An entry such as `"@app/*": ["./src/*"]`. */
const ENTRY = /"([^"*\s]+\/)\*"\s*:\s*\[\s*"([^"*]*)\*"/g;
const BASE = /"baseUrl"\s*:\s*"([^"]*)"/;

/**
 * The import of a deno.json that does what such an entry does, as JSON.
 *
 * @param name What a cell imports.
 * @param folder The notebook's.
 */
export function pathAlias(name: string, folder: string): string | undefined {
  for (let here = folder, below = ""; here !== below;) {
    for (const file of FILES) {
      const text = attempt(() => readTextFileSync(join(here, file)), "");
      for (const [, alias, target] of text.matchAll(ENTRY)) {
        if (!name.startsWith(alias)) continue;
        const base = BASE.exec(text)?.[1] ?? ".";
        const path = join(base, target, "/").replaceAll("\\", "/");
        return `"${alias}": "./${path.replace(/^\.\//, "")}"`;
      }
    }
    below = here;
    here = dirname(here);
  }
  return undefined;
}
