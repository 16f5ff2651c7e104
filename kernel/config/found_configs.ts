/**
 * The configurations that hold in a folder: the nearest, and those above it, of
 * which one may be a workspace.
 *
 * @module
 */

import { dirname, resolve } from "node:path";
import { findConfig } from "./find_config.ts";
import { parseJsonc } from "./parse_jsonc.ts";
import { readText } from "./read_text.ts";

type Names = Record<string, string>;

/** As far as it decides what Deno does when it starts. Nothing is checked. */
export interface DenoConfig {
  imports?: Names;
  scopes?: Record<string, Names>;
  nodeModulesDir?: unknown;
  links?: unknown;
  /** What `links` was called. */
  patch?: unknown;
  lock?: unknown;
  workspace?: unknown;
  /** Those of a package.json. */
  workspaces?: unknown;
  dependencies?: Names;
  devDependencies?: Names;
  optionalDependencies?: Names;
  peerDependencies?: Names;
}

export interface FoundConfig {
  path: string;
  /** Undefined if it is no JSON. */
  content: DenoConfig | undefined;
}

/** The nearest comes first. */
export async function allConfigs(nearest: string): Promise<FoundConfig[]> {
  const found: FoundConfig[] = [];
  for (let path: string | undefined = nearest; path;) {
    found.push({ path, content: await readConfig(path) });
    const above: string = dirname(dirname(path));
    if (above === dirname(path)) break;
    path = findConfig(above);
  }
  return found;
}

export async function readConfig(
  path: string,
): Promise<DenoConfig | undefined> {
  try {
    const content = await parseJsonc(readText(path));
    return content !== null && typeof content === "object"
      ? content
      : undefined;
  } catch {
    return undefined;
  }
}

/** Where the lock file of a configuration is, or would be. */
export function lockPath(
  config: string,
  content: DenoConfig | undefined,
): string {
  const lock = content?.lock;
  const path = lock !== null && typeof lock === "object"
    ? (lock as { path?: unknown }).path
    : lock;
  const name = typeof path === "string" ? path : "deno.lock";
  return resolve(dirname(config), name);
}
