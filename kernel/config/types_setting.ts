/**
 * Whether type errors are shown: `"thaw": { "types": "off" }` in the nearest
 * deno.json.
 *
 * @module
 */

import { findUpwards } from "./find_config.ts";
import { parseJsonc } from "./parse_jsonc.ts";

export type TypesSetting = "on" | "off";

/**
 * @returns `"on"` unless the file says otherwise.
 * @throws {TypeError} If it says what means nothing.
 */
export async function typesSetting(folder: string): Promise<TypesSetting> {
  const path = findUpwards(folder, ["deno.json", "deno.jsonc"]);
  const thaw = path === undefined ? undefined : await settingsIn(path);
  if (thaw === undefined) return "on";
  if (thaw === null || typeof thaw !== "object" || Array.isArray(thaw)) {
    throw new TypeError(`"thaw" in ${path} must be an object`);
  }
  for (const name of Object.keys(thaw)) {
    if (name === "types") continue;
    throw new TypeError(`"thaw" in ${path} has no "${name}"; there is "types"`);
  }
  const { types = "on" } = thaw as { types?: unknown };
  if (types === "on" || types === "off") return types;
  const value = JSON.stringify(types);
  throw new TypeError(`"thaw.types" in ${path} is "on" or "off", not ${value}`);
}

async function settingsIn(path: string): Promise<unknown> {
  try {
    return (await parseJsonc(Deno.readTextFileSync(path)))?.thaw;
  } catch {
    // Deno itself complains of a file that is no JSON.
    return undefined;
  }
}
