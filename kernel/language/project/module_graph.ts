/**
 * What Deno says that imports lead to, as `deno info --json` prints it.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** A package in Deno's cache. */
export interface Package {
  name: string;
  version: string;
  /** Ids of the packages it uses. */
  dependencies: string[];
  /** Its folder. */
  localPath: string;
}

interface InfoModule {
  kind?: string;
  specifier: string;
  /** The file. */
  local?: string;
  mediaType?: string;
  error?: string;
  npmPackage?: string;
  dependencies?: {
    specifier: string;
    code?: { specifier?: string };
    type?: { specifier?: string };
  }[];
}

export interface Info {
  modules: InfoModule[];
  redirects: Record<string, string>;
  npmPackages: Record<string, Package>;
}

/** What one specifier leads to. */
export type Target =
  | { kind: "npm"; id: string; subpath: string }
  | { kind: "file"; path: string }
  | { kind: "remote"; url: string; path: string; mediaType: string };

export interface ModuleGraph {
  /** What the root imports, by the specifier as it is written. */
  own: Map<string, Target>;
  /** What all others import; relative specifiers are left out. */
  targets: Map<string, Target>;
  /** All modules of the network in the graph, by their addresses. */
  remote: { url: string; path: string; mediaType: string }[];
  /** Files of the user's own modules, also of those that are not there. */
  local: string[];
  /** By id. */
  packages: Record<string, Package>;
}

/** Packages without which Deno did not find any. */
export function lostPackages({ modules, npmPackages }: Info): string[] {
  if (Object.keys(npmPackages ?? {}).length > 0) return [];
  return modules.flatMap(({ specifier, error }) =>
    error && specifier.startsWith("npm:") ? [specifier] : []
  );
}

/**
 * Reads the graph; what could not be found is left out.
 *
 * @param root The file by which Deno was asked.
 */
export function moduleGraph(info: Info, root: string): ModuleGraph {
  const modules = new Map(info.modules.map((one) => [one.specifier, one]));
  const own = new Map<string, Target>();
  const targets = new Map<string, Target>();
  for (const { local, dependencies = [] } of info.modules) {
    const map = local === root ? own : targets;
    for (const { specifier, code, type } of dependencies) {
      const resolved = type?.specifier ?? code?.specifier;
      if (resolved === undefined || /^\.{1,2}\//.test(specifier)) continue;
      const target = targetOf(resolved, modules, info.redirects);
      if (target) map.set(specifier, target);
    }
  }
  const remote = info.modules.flatMap(({ specifier, local, mediaType }) =>
    /^https?:/.test(specifier) && local
      ? [{ url: specifier, path: local, mediaType: mediaType ?? "" }]
      : []
  );
  // Deno says where a file is only if it is code, and there: JSON is edited,
  // too.
  const local = info.modules.flatMap(({ specifier, local }) =>
    specifier.startsWith("file:///") ? [local ?? fileURLToPath(specifier)] : []
  ).filter((path) => path !== root);
  return { own, targets, remote, local, packages: info.npmPackages ?? {} };
}

function targetOf(
  resolved: string,
  modules: Map<string, InfoModule>,
  redirects: Record<string, string> = {},
): Target | undefined {
  let url = resolved;
  for (let step = 0; step < 20 && redirects[url] !== undefined; step++) {
    url = redirects[url];
  }
  const found = modules.get(url);
  if (!found || found.error) return undefined;
  if (found.npmPackage !== undefined) {
    // npm:/@scope/name@1.2.3/sub/path
    const subpath = /^npm:\/?(?:@[^/]+\/)?[^/]+(\/.*)?$/.exec(url)?.[1] ?? "";
    return { kind: "npm", id: found.npmPackage, subpath };
  }
  const { local: path, mediaType = "" } = found;
  if (path === undefined) return undefined;
  return /^https?:/.test(url)
    ? { kind: "remote", url, path, mediaType }
    : { kind: "file", path };
}
