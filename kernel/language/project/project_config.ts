/**
 * What the configuration near a notebook says of imports and types.
 *
 * @module
 */

import { findUpwards } from "../../config/find_config.ts";
import { readJsonFile } from "../../config/read_json_file.ts";
import { projectOf } from "../../config/project_flags.ts";

export interface ConfigOptions {
  /** The notebook's folder. */
  folder: string;
  /** Configuration where the folder has none, and its lock file. */
  fallback: { config: string; lock: string };
  /** Where the kernel and Deno keep things. */
  caches: { thaw: string; deno: string };
}

/** `name`, `@scope/name` or either with a path. */
export const BARE = /^((?:@[^/:]+\/)?[^@./:][^/:]*)((?:\/.*)?)$/;

export class ProjectConfig {
  /** Deno's flags, as those of the child that runs cells. */
  readonly flags: string[];
  #settings: Record<string, unknown>;
  /** Of the nearest package.json: ranges by names. */
  #dependencies: Record<string, string>;

  private constructor(
    flags: string[],
    settings: Record<string, unknown>,
    dependencies: Record<string, string>,
  ) {
    this.flags = flags;
    this.#settings = settings;
    this.#dependencies = dependencies;
  }

  static async read(options: ConfigOptions): Promise<ProjectConfig> {
    const { folder, fallback, caches } = options;
    // As if restricted: what only looks never writes a lock file.
    const isRestricted = true;
    const cache = caches.thaw;
    const found = await projectOf({ folder, isRestricted, fallback, cache });
    // A package.json alone goes without the kernel's own configuration.
    const isOwn = found.config !== fallback.config ||
      found.flags.includes("--config");
    return new ProjectConfig(
      found.flags,
      isOwn ? readJsonFile(found.config) : {},
      dependenciesOf(folder),
    );
  }

  get compilerOptions(): Record<string, unknown> {
    return objectIn(this.#settings, "compilerOptions");
  }

  /** Whether types that are left out are to be told. */
  get wantsTypes(): boolean {
    return this.compilerOptions.noImplicitAny === true;
  }

  /** Names that imports may use; those of folders end with a slash. */
  get names(): string[] {
    return [...Object.keys(this.#imports), ...Object.keys(this.#dependencies)];
  }

  /** A specifier after the import map and package.json. */
  mapped(specifier: string): string {
    const imports = this.#imports;
    if (specifier in imports) return imports[specifier];
    const [prefix] = Object.keys(imports)
      .filter((key) => key.endsWith("/") && specifier.startsWith(key))
      .sort((a, b) => b.length - a.length);
    return prefix === undefined
      ? this.fromAnywhere(specifier)
      : imports[prefix] + specifier.slice(prefix.length);
  }

  /**
   * A specifier as it must be written in a module that lies elsewhere: names
   * of a package.json count only below its folder.
   */
  fromAnywhere(specifier: string): string {
    const [, name, subpath] = BARE.exec(specifier) ?? [];
    const range = this.#dependencies[name];
    if (range === undefined || specifier in this.#imports) return specifier;
    return `npm:${name}@${range}${subpath}`;
  }

  get #imports(): Record<string, string> {
    const imports = objectIn(this.#settings, "imports");
    return Object.fromEntries(
      Object.entries(imports).filter(([, target]) =>
        typeof target === "string"
      ),
    ) as Record<string, string>;
  }
}

function objectIn(
  settings: Record<string, unknown>,
  name: string,
): Record<string, unknown> {
  const found = settings[name];
  return found !== null && typeof found === "object"
    ? found as Record<string, unknown>
    : {};
}

/** Dependencies of the nearest package.json, of those in a registry. */
function dependenciesOf(folder: string): Record<string, string> {
  const path = findUpwards(folder, ["package.json"]);
  if (path === undefined) return {};
  const manifest = readJsonFile(path);
  const all = {
    ...objectIn(manifest, "devDependencies"),
    ...objectIn(manifest, "dependencies"),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, range]) =>
      typeof range === "string" && /^[\d^~<>=*. |x-]*$/.test(range)
    ),
  ) as Record<string, string>;
}
