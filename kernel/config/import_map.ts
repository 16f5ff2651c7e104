/**
 * What names in imports stand for near a notebook, as Deno resolves them: by
 * its configuration or an import map of its own, the workspace around it, the
 * workspace's members and package.json.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { findConfig, findUpwards } from "./find_config.ts";
import { readJsonFile } from "./read_json_file.ts";
import { workspaceAbove, workspaceMembers } from "./workspace.ts";

/** `name`, `@scope/name` or either with a path. */
export const BARE = /^((?:@[^/:]+\/)?[^@./:][^/:]*)((?:\/.*)?)$/;

/** Of a package.json's `imports`, in the order in which Deno tries them. */
const CONDITIONS = ["deno", "node", "import", "default"];

export class ImportMap {
  /**
   * Absolute addresses by names, the first of a name counts. Those of folders
   * end with a slash, and those of a package.json may hold a star.
   */
  #targets = new Map<string, string>();

  /**
   * @param folder The notebook's folder.
   * @param config Its `deno.json` or `deno.jsonc`, if there is one.
   */
  constructor(folder: string, config?: string) {
    const base = pathToFileURL(join(folder, "notebook.ts")).href;
    const around = config && workspaceAbove(dirname(config));
    for (const path of [config, around]) if (path) this.#take(path, base);
    for (const path of [config, around]) if (path) this.#takeMembers(path);
    const manifest = findUpwards(folder, ["package.json"]);
    if (manifest) this.#takeManifest(manifest);
  }

  /** Names that imports may use. */
  get names(): string[] {
    return [...this.#targets.keys()].filter((name) => !name.includes("*"));
  }

  /** What the names stand for, in the order of the names. */
  get addresses(): string[] {
    return [...this.#targets.values()];
  }

  /** The absolute address of a name; undefined if it is none. */
  resolve(specifier: string): string | undefined {
    const whole = this.#targets.get(specifier);
    if (whole !== undefined) return whole;
    const [found] = [...this.#targets]
      .flatMap(([name, target]) => below(specifier, name, target) ?? [])
      .sort((a, b) => b.length - a.length);
    return found && found.address;
  }

  #add(name: string, target: unknown, base: string) {
    if (typeof target !== "string" || this.#targets.has(name)) return;
    const isPath = /^(?:\.{0,2}\/|file:)/.test(target);
    const address = isPath ? URL.parse(target, base)?.href : target;
    if (address !== undefined) this.#targets.set(name, address);
  }

  /** @param user The address of the module whose imports are meant. */
  #take(path: string, user: string) {
    let map = readJsonFile(path);
    let base = path;
    if (typeof map.importMap === "string" && map.imports === undefined) {
      base = join(dirname(path), map.importMap);
      map = readJsonFile(base);
    }
    const address = pathToFileURL(base).href;
    const scopes = Object.entries(objectOf(map.scopes))
      .map(([scope, names]) => [URL.parse(scope, address)?.href, names])
      .filter(([scope]) => scope && user.startsWith(scope as string))
      .sort(([a], [b]) => (b as string).length - (a as string).length)
      .map(([, names]) => names);
    for (const names of [...scopes, map.imports]) {
      for (const [name, target] of Object.entries(objectOf(names))) {
        this.#add(name, target, address);
      }
    }
  }

  #takeMembers(path: string) {
    for (const folder of workspaceMembers(path)) {
      const member = findConfig(folder);
      if (!member || dirname(member) !== folder) continue;
      const { name, exports } = readJsonFile(member);
      if (typeof name !== "string") continue;
      const base = pathToFileURL(member).href;
      const table = typeof exports === "string" ? { ".": exports } : exports;
      for (const [entry, file] of Object.entries(objectOf(table))) {
        this.#add(join(name, entry), file, base);
      }
    }
  }

  #takeManifest(path: string) {
    const manifest = readJsonFile(path);
    const base = pathToFileURL(path).href;
    const all = {
      ...objectOf(manifest.devDependencies),
      ...objectOf(manifest.dependencies),
    };
    for (const [name, range] of Object.entries(all)) {
      // What comes from a registry.
      if (typeof range !== "string" || !/^[\d^~<>=*. |x-]*$/.test(range)) {
        continue;
      }
      this.#add(name, `npm:${name}@${range}`, base);
    }
    for (const [name, target] of Object.entries(objectOf(manifest.imports))) {
      this.#add(name, chosen(target), base);
    }
  }
}

/** A specifier that begins with a name which stands for a folder or package. */
function below(specifier: string, name: string, target: string) {
  const [before, after] = name.split("*");
  if (after !== undefined) {
    if (!specifier.startsWith(before) || !specifier.endsWith(after)) return;
    const star = specifier.slice(
      before.length,
      specifier.length - after.length,
    );
    return { address: target.replaceAll("*", star), length: before.length };
  }
  const isPackage = /^(?:npm|jsr):/.test(target) && !name.endsWith("/");
  const folder = isPackage ? `${name}/` : name;
  if (!folder.endsWith("/") || !specifier.startsWith(folder)) return;
  const address = target + specifier.slice(name.length);
  return { address, length: folder.length };
}

function chosen(target: unknown): unknown {
  if (target === null || typeof target !== "object") return target;
  const table = target as Record<string, unknown>;
  const condition = CONDITIONS.find((name) => table[name] !== undefined);
  return condition && chosen(table[condition]);
}

function objectOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object"
    ? value as Record<string, unknown>
    : {};
}
