/**
 * What a project says to this kernel, under `"thaw"` in its configuration.
 *
 * @module
 */

import { parseJsonc } from "./parse_jsonc.ts";
import { readText } from "./read_text.ts";

export interface Settings {
  /** Whether what cells print has colours without their asking for them. */
  colors: boolean;
  /** Whether type errors are shown below a cell. */
  types: "on" | "off";
}

/** What each setting may be; the first is what it is unless said. */
const VALUES: { [Name in keyof Settings]: Settings[Name][] } = {
  colors: [false, true],
  types: ["on", "off"],
};

/**
 * @param path The project's `deno.json` or `deno.jsonc`, if it has one.
 * @throws {TypeError} If it says what nobody reads.
 */
export async function readSettings(path?: string): Promise<Settings> {
  const given = path === undefined ? {} : await settingsIn(path);
  const where = `"thaw" in ${path}`;
  const names = Object.keys(VALUES);
  const settings: Record<string, unknown> = {
    colors: VALUES.colors[0],
    types: VALUES.types[0],
  };
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name)) {
      const { didYouMean } = await import("./nearest.ts");
      throw new TypeError(
        `${where} has no setting "${name}"${didYouMean(name, names)}; ` +
          `there are ${names.join(" and ")}`,
      );
    }
    const values: unknown[] = VALUES[name as keyof Settings];
    if (!values.includes(value)) {
      const allowed = values.map((it) => JSON.stringify(it)).join(" or ");
      throw new TypeError(
        `"${name}" of ${where} is ${allowed}, not ${JSON.stringify(value)}`,
      );
    }
    settings[name] = value;
  }
  return settings as unknown as Settings;
}

async function settingsIn(path: string): Promise<Record<string, unknown>> {
  let config: { thaw?: unknown } | null;
  try {
    config = await parseJsonc(readText(path));
  } catch {
    // What can't be read is Deno's to complain of.
    return {};
  }
  const settings = config?.thaw;
  if (settings === undefined) return {};
  if (
    settings !== null && typeof settings === "object" &&
    !Array.isArray(settings)
  ) return settings as Record<string, unknown>;
  throw new TypeError(`"thaw" in ${path} is no object`);
}
