/**
 * What may stand in an import: files of the notebook's folder, the names that
 * the config gives, modules built into Node.
 *
 * @module
 */

import { builtinModules } from "node:module";
import { fileURLToPath } from "node:url";
import { cachedPackage } from "./cached_package.ts";
import { ImportMap } from "./import_map.ts";
import { type PackagePaths, packagePaths } from "./package_paths.ts";
import { pathsBelow } from "./paths_below.ts";

/** What imports are resolved by. */
export interface ImportSettings {
  /** Relative specifiers start here: the notebook's folder. */
  folder: string;
  /** The `deno.json` that gives bare names. */
  config: string;
  /** Deno's own folder, `DENO_DIR`, where packages lie that it fetched. */
  cache: string;
}

const MODULE = /\.(?:[cm]?[jt]sx?|json|wasm)$/;

/**
 * Specifiers that begin as `written` does, as far as that is needed to tell
 * which kind is meant; folders end with a slash.
 */
export function specifiers(
  written: string,
  { folder, config, cache }: ImportSettings,
): string[] {
  if (/^\.{0,2}\//.test(written)) return files(written, "", folder);
  const map = new ImportMap(folder, config);
  const inPackage = belowPackage(
    packagePaths(written, folder) ?? cachedPackage(written, map, cache),
    written,
  );
  if (/^(?:npm|jsr):/.test(written)) {
    return [
      ...inPackage,
      // Addresses of folders, `npm:/a@1/`, lead to what is in the package.
      ...map.addresses.filter((address) => /^(?:npm|jsr):/.test(address))
        .map((address) =>
          address.replace(/^(\w+:)\//, "$1").replace(/\/$/, "")
        ),
    ];
  }
  const inFolders = map.names.flatMap((name) => {
    const address = map.resolve(name)!;
    const isMeant = name.endsWith("/") && written.startsWith(name) &&
      address.startsWith("file:");
    return isMeant ? files(written, name, fileURLToPath(address)) : [];
  });
  return [
    ...inFolders,
    ...inPackage,
    // Of a folder's name that is there, only what lies in it.
    ...map.names.filter((name) => name !== written || !name.endsWith("/")),
    ...["./", "../"],
    ...builtinModules
      .map((name) => name.startsWith("node:") ? name : `node:${name}`)
      .filter((name) => !name.startsWith("node:_")),
  ];
}

/** What a package lets others import, as far as its own files tell. */
function belowPackage(
  found: PackagePaths | undefined,
  written: string,
): string[] {
  if (!found) return [];
  const { name, exported } = found;
  return exported?.map((path) => `${name}/${path}`) ??
    files(written, `${name}/`, found.folder);
}

/**
 * Modules and folders that lie where `written` leads to.
 *
 * @param root How `written` begins, as a name for `folder`.
 */
function files(written: string, root: string, folder: string): string[] {
  return pathsBelow(written, folder, root)
    .filter((path) => path.endsWith("/") || MODULE.test(path));
}
