/**
 * What the configuration near a notebook says of imports and types.
 *
 * @module
 */

import { basename } from "node:path";
import { ImportMap } from "../../config/import_map.ts";
import { allCompilerOptions } from "../../config/read_compiler_options.ts";
import { projectOf } from "../../config/project_flags.ts";

export interface ConfigOptions {
  /** The notebook's folder. */
  folder: string;
  /** Configuration where the folder has none, and its lock file. */
  fallback: { config: string; lock: string };
  /** Where the kernel and Deno keep things. */
  caches: { thaw: string; deno: string };
}

export class ProjectConfig {
  /** Deno's flags, as those of the child that runs cells. */
  readonly flags: string[];
  /** As Deno merges them. */
  readonly compilerOptions: Record<string, unknown>;
  #imports: ImportMap;

  private constructor(
    flags: string[],
    compilerOptions: Record<string, unknown>,
    imports: ImportMap,
  ) {
    this.flags = flags;
    this.compilerOptions = compilerOptions;
    this.#imports = imports;
  }

  static async read(options: ConfigOptions): Promise<ProjectConfig> {
    const { folder, fallback, caches } = options;
    // As if restricted: what only looks never writes a lock file.
    const isRestricted = true;
    const cache = caches.thaw;
    const found = await projectOf({ folder, isRestricted, fallback, cache });
    // The imports of a package.json are no import map.
    const isManifest = basename(found.config) === "package.json";
    return new ProjectConfig(
      found.flags,
      allCompilerOptions(found.config, folder),
      new ImportMap(folder, isManifest ? undefined : found.config),
    );
  }

  /** Whether types that are left out are to be told. */
  get wantsTypes(): boolean {
    return this.compilerOptions.noImplicitAny === true;
  }

  /** Names that imports may use; those of folders end with a slash. */
  get names(): string[] {
    return this.#imports.names;
  }

  /** The module that makes elements, if one is configured. */
  get jsxRuntime(): string[] {
    const { jsxImportSource, jsxImportSourceTypes } = this.compilerOptions;
    if (typeof jsxImportSource !== "string") return [];
    const runtime = `${jsxImportSource}/jsx-runtime`;
    return typeof jsxImportSourceTypes === "string"
      ? [runtime, jsxImportSourceTypes]
      : [runtime];
  }

  /** A specifier as it means the same in any module, wherever that lies. */
  mapped(specifier: string): string {
    return this.#imports.resolve(specifier) ?? specifier;
  }
}
