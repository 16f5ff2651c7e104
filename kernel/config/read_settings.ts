/**
 * What a project says to this kernel, under `"thaw"` in its configuration.
 *
 * @module
 */

import { parseJsonc } from "./parse_jsonc.ts";

export interface Settings {
  /** Whether what cells print has colours without their asking for them. */
  colors: boolean;
}

/**
 * @param path The project's `deno.json` or `deno.jsonc`.
 * @throws {TypeError} If it says what nobody reads.
 */
export async function readSettings(path: string): Promise<Settings> {
  const { colors = false, ...unknown } = await settingsIn(path);
  const where = `"thaw" in ${path}`;
  for (const name of Object.keys(unknown)) {
    throw new TypeError(`${where} has no setting "${name}", only "colors"`);
  }
  if (typeof colors !== "boolean") {
    throw new TypeError(`"colors" of ${where} is true or false`);
  }
  return { colors };
}

async function settingsIn(path: string): Promise<Record<string, unknown>> {
  let config: { thaw?: unknown } | null;
  try {
    config = await parseJsonc(Deno.readTextFileSync(path));
  } catch {
    // What can't be read is Deno's to complain of.
    return {};
  }
  const settings = config?.thaw ?? {};
  if (typeof settings === "object" && !Array.isArray(settings)) {
    return settings as Record<string, unknown>;
  }
  throw new TypeError(`"thaw" in ${path} is no object`);
}
