/**
 * Deno's flags by which the child takes the configuration of the notebook's
 * folder, and nothing of it acts before a cell does.
 *
 * Deno finds deno.json, package.json and workspaces by itself, from the working
 * directory. Three things in them would act when the child starts: a
 * `node_modules` that Deno makes, with install scripts that run as the user; a
 * lock file that is written wherever `lock` says; and what is stored under the
 * folder's name for all notebooks (`localStorage`).
 *
 * @module
 */

import { accessSync, constants } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { refuseEndlessFiles } from "./endless_files.ts";
import { allConfigs, type FoundConfig, lockPath } from "./found_configs.ts";
import { foundProject } from "./found_project.ts";
import { importMapUrl } from "./import_map_url.ts";
import { isFile } from "./is_file.ts";
import { isLink } from "./is_link.ts";
import { asksFoldersRegistry, nodeModulesFlags } from "./node_modules_flags.ts";
import { privateLock } from "./private_lock.ts";

export interface ProjectOptions {
  /** The notebook's folder. */
  folder: string;
  /** Whether cells may do less than the user. */
  isRestricted: boolean;
  /** Configuration where the folder has none, and its lock file. */
  fallback: { config: string; lock: string };
  /** Folder of the kernel's own for copies of lock files. */
  cache: string;
}

export interface Project {
  /** The nearest deno.json or deno.jsonc, else package.json, or the fallback. */
  config: string;
  flags: string[];
}

/**
 * Deno itself reports a file that can't be read.
 *
 * @throws {Error} If Deno would read one without an end.
 */
export async function projectOf(
  { folder, isRestricted, fallback, cache }: ProjectOptions,
): Promise<Project> {
  const found = await foundProject(folder);
  const { config, manifest } = found ?? {};
  refuseEndlessFiles(folder);
  if (!found || config === fallback.config) {
    const lock = await privateLock(fallback.lock, cache);
    const flags = [
      ...config ? ["--config", config] : [
        "--no-config",
        `--import-map=${await importMapUrl(fallback.config)}`,
      ],
      "--node-modules-dir=none",
      ...lockFlags(lock),
    ];
    return { config: fallback.config, flags };
  }
  const configs = config ? await allConfigs(config) : [];
  return {
    config: config ?? manifest!,
    flags: [
      ...await nodeModulesFlags(folder, found, configs, isRestricted),
      // Or Deno writes what cells import into the folder.
      ...isRestricted ? ["--vendor=false"] : [],
      ...await projectLock({ configs, manifest, isRestricted, cache }),
    ],
  };
}

function lockFlags(lock: string | undefined): string[] {
  return lock ? ["--lock", lock, "--frozen=false"] : ["--no-lock"];
}

async function projectLock(
  { configs, manifest, isRestricted, cache }: {
    configs: FoundConfig[];
    manifest: string | undefined;
    isRestricted: boolean;
    cache: string;
  },
): Promise<string[]> {
  const paths = [
    ...configs.map(({ path, content }) => lockPath(path, content)),
    ...manifest ? [join(dirname(manifest), "deno.lock")] : [],
  ];
  const roots = [
    ...configs.map(({ path }) => path),
    ...manifest ? [manifest] : [],
  ]
    .map((path) => dirname(path));
  if (!paths.every((path, at) => staysIn(path, roots[at]))) {
    return ["--no-lock"];
  }
  if (!isRestricted && await asksFoldersRegistry(configs, manifest)) {
    return ["--no-lock"];
  }
  // Deno refuses an import that it can't write into the lock file. It never
  // writes one that is frozen.
  const isFrozen = configs.some(({ content }) =>
    (content?.lock as { frozen?: boolean } | undefined)?.frozen
  );
  if (!isRestricted && (isFrozen || roots.every(mayWrite))) return [];
  const lock = paths.find(isFile);
  return lockFlags(lock && await privateLock(lock, cache));
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether writing to `path` writes in `folder`, whatever is linked. */
function staysIn(path: string, folder: string): boolean {
  const real = (path: string): string => {
    try {
      return Deno.realPathSync(path);
    } catch {
      // Not there yet. A link that leads nowhere would be followed, too.
      if (isLink(path)) return sep;
      const above = dirname(path);
      return above === path
        ? path
        : join(real(above), path.slice(above.length));
    }
  };
  const way = relative(real(folder), real(path));
  return !way.startsWith("..") && !/^(?:[A-Za-z]:)?[\\/]/.test(way);
}
