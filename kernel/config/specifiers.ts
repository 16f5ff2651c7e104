/**
 * What may stand in an import: files of the notebook's folder, the names that
 * the config gives, modules built into Node.
 *
 * @module
 */

import { builtinModules } from "node:module";
import { resolve } from "node:path";
import { findUpwards } from "./find_config.ts";
import { readJsonFile } from "./read_json_file.ts";

/** What imports are resolved by. */
export interface ImportSettings {
  /** Relative specifiers start here: the notebook's folder. */
  folder: string;
  /** The `deno.json` that gives bare names. */
  config: string;
}

const MODULE = /\.(?:[cm]?[jt]sx?|json|wasm)$/;

/**
 * Specifiers that begin as `written` does, as far as that is needed to tell
 * which kind is meant; folders end with a slash.
 */
export function specifiers(
  written: string,
  { folder, config }: ImportSettings,
): string[] {
  if (/^\.{0,2}\//.test(written)) return files(written, folder);
  return [
    ...bareNames(config, folder),
    ...["./", "../"],
    ...builtinModules
      .map((name) => name.startsWith("node:") ? name : `node:${name}`)
      .filter((name) => !name.startsWith("node:_")),
  ];
}

function files(written: string, folder: string): string[] {
  const above = written.slice(0, written.lastIndexOf("/") + 1);
  const names: string[] = [];
  try {
    for (const entry of Deno.readDirSync(resolve(folder, above))) {
      const { name, isDirectory } = entry;
      if (name.startsWith(".")) continue;
      if (isDirectory) names.push(`${above}${name}/`);
      else if (MODULE.test(name)) names.push(`${above}${name}`);
    }
  } catch {
    // No such folder, or not to be read: nothing to offer.
  }
  return names;
}

/** Names of the import map and of package.json's dependencies. */
function bareNames(config: string, folder: string): string[] {
  const manifest = findUpwards(folder, ["package.json"]);
  const { dependencies, devDependencies } = manifest ? namesIn(manifest) : {};
  const all = {
    ...namesIn(config).imports,
    ...dependencies,
    ...devDependencies,
  };
  return Object.keys(all);
}

function namesIn(path: string) {
  return readJsonFile(path) as Record<string, Record<string, unknown>>;
}
