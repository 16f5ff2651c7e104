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

import { dirname, join, relative, resolve, sep } from "node:path";
import { findUpwards } from "./find_config.ts";
import { parseJsonc } from "./parse_jsonc.ts";
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

interface DenoConfig {
  nodeModulesDir?: unknown;
  links?: unknown;
  lock?: unknown;
}

/** Never throws: Deno itself reports a file that can't be read. */
export async function projectOf(
  { folder, isRestricted, fallback, cache }: ProjectOptions,
): Promise<Project> {
  const config = findUpwards(folder, ["deno.json", "deno.jsonc"]);
  const manifest = findUpwards(folder, ["package.json"]);
  if (config === fallback.config || !config && !manifest) {
    const lock = await privateLock(fallback.lock, cache);
    const flags = ["--config", fallback.config, "--node-modules-dir=none"];
    return { config: fallback.config, flags: [...flags, ...lockFlags(lock)] };
  }
  const configs = config ? await allConfigs(config) : [];
  return {
    config: config ?? manifest!,
    flags: [
      ...nodeModulesFlags(configs, manifest),
      // Or Deno writes what cells import into the folder.
      ...isRestricted ? ["--vendor=false"] : [],
      ...await projectLock({ configs, manifest, isRestricted, cache }),
    ],
  };
}

function lockFlags(lock: string | undefined): string[] {
  return lock ? ["--lock", lock, "--frozen=false"] : ["--no-lock"];
}

interface FoundConfig {
  path: string;
  /** Undefined if it is no JSON. */
  content: DenoConfig | undefined;
}

/** The nearest config and those above it, of which one may be a workspace. */
async function allConfigs(nearest: string): Promise<FoundConfig[]> {
  const found: FoundConfig[] = [];
  for (let path: string | undefined = nearest; path;) {
    found.push({ path, content: await readConfig(path) });
    const above: string = dirname(dirname(path));
    if (above === dirname(path)) break;
    path = findUpwards(above, ["deno.json", "deno.jsonc"]);
  }
  return found;
}

async function readConfig(path: string): Promise<DenoConfig | undefined> {
  try {
    const content = await parseJsonc(Deno.readTextFileSync(path));
    return content !== null && typeof content === "object"
      ? content
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Deno may look into a `node_modules` as it is; it is not to make one. Where it
 * would, packages come from the cache, but for linked ones, which it refuses to
 * take from there.
 */
function nodeModulesFlags(
  configs: FoundConfig[],
  manifest: string | undefined,
): string[] {
  if (configs.some(({ content }) => content === undefined)) {
    return ["--node-modules-dir=none"];
  }
  const contents = configs.map(({ content }) => content!);
  const said = contents.find(({ nodeModulesDir }) =>
    nodeModulesDir !== undefined
  );
  if (["manual", "none"].includes(`${said?.nodeModulesDir}`)) return [];
  if (contents.some(({ links }) => links)) return ["--node-modules-dir=manual"];
  const isThere = !said && manifest !== undefined &&
    isFolder(dirname(manifest), "node_modules");
  return isThere ? [] : ["--node-modules-dir=none"];
}

function isFolder(...parts: string[]): boolean {
  try {
    return Deno.statSync(join(...parts)).isDirectory;
  } catch {
    return false;
  }
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
    ...configs.map(({ path, content }) =>
      resolve(dirname(path), lockName(content))
    ),
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
  if (!isRestricted) return [];
  const lock = paths.find(isFile);
  return lockFlags(lock && await privateLock(lock, cache));
}

function lockName(content: DenoConfig | undefined): string {
  const lock = content?.lock;
  const path = lock !== null && typeof lock === "object"
    ? (lock as { path?: unknown }).path
    : lock;
  return typeof path === "string" ? path : "deno.lock";
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
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

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch {
    return false;
  }
}
