/**
 * What imports lead to, as files that TypeScript can read. What is not in
 * Deno's cache leads nowhere: nothing is downloaded for its types.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isFile } from "../../config/is_file.ts";
import { log } from "../../log/log.ts";
import { denoInfo } from "./deno_info.ts";
import { isCached } from "./is_cached.ts";
import { linkPackages } from "./link_packages.ts";
import {
  type Info,
  lostPackages,
  type ModuleGraph,
  moduleGraph,
  type Package,
  type Target,
} from "./module_graph.ts";
import {
  installedEntry,
  isTyped,
  packageEntry,
  typesPackage,
} from "./package_entry.ts";
import { placePackages } from "./place_packages.ts";
import type { ConfigOptions, ProjectConfig } from "./project_config.ts";
import { remotePath } from "./remote_path.ts";

/** The file by which Deno is asked. */
const IMPORTS = "imports.ts";
/** What is no name of a package: a path, or a module that Deno has itself. */
const OWN = /^(?:\.{0,2}\/|file:)/;
const BUILT_IN = /^(?:node|data|blob):/;

const TYPED_ENDINGS = [".d.ts", ".d.mts", ".d.cts", ".ts", ".tsx", ".mts"];

export class ImportPaths {
  /** Files by specifiers as they are written. */
  readonly paths: Record<string, string[]> = {};
  /** The user's own modules that were seen on the way. */
  readonly local = new Set<string>();
  #options: ConfigOptions;
  #config: ProjectConfig;
  /** The project's folder. */
  #folder: string;
  /** Specifiers that Deno was asked for. */
  #asked = new Set<string>();
  #packages: Record<string, Package>;
  #roots: string[];

  /** @param nodeTypes Packages that hold Node's own types. */
  constructor(
    options: ConfigOptions,
    config: ProjectConfig,
    folder: string,
    nodeTypes: Record<string, Package>,
  ) {
    this.#options = options;
    this.#config = config;
    this.#folder = folder;
    this.#packages = { ...nodeTypes };
    this.#roots = Object.keys(nodeTypes)
      .filter((id) => nodeTypes[id].name === "@types/node");
    this.#link();
  }

  /** Whether a package's module has no types: by its name, or by its file. */
  isUntyped(module: string): boolean {
    const file = this.paths[module]?.[0] ?? module;
    if (!/[\\/](?:node_modules|npm)[\\/]/.test(file) || isTyped(file)) {
      return false;
    }
    return /\.[cm]?js$/.test(file) ||
      !TYPED_ENDINGS.some((ending) => isFile(file + ending));
  }

  /** Those that lead to no package or module that TypeScript could read. */
  unknown(specifiers: readonly string[]): string[] {
    return specifiers.filter((specifier) =>
      !OWN.test(specifier) && !BUILT_IN.test(specifier) &&
      !(specifier in this.paths)
    );
  }

  /** Finds out what specifiers lead to. Returns whether any was new. */
  async add(specifiers: Iterable<string>): Promise<boolean> {
    const wanted = [...new Set(specifiers)].filter((specifier) =>
      !this.#asked.has(specifier) && !specifier.endsWith("/") &&
      !BUILT_IN.test(specifier)
    );
    let isNew = false;
    for (const specifier of wanted) {
      const installed = installedEntry(this.#options.folder, specifier);
      if (installed !== undefined && !(specifier in this.paths)) {
        this.paths[specifier] = [installed];
        isNew = true;
      }
    }
    const known = wanted.filter((specifier) =>
      OWN.test(specifier) ||
      isCached(this.#config.mapped(specifier), this.#options.caches.deno)
    );
    for (const specifier of known) this.#asked.add(specifier);
    if (known.length > 0) await this.again();
    return isNew || known.length > 0;
  }

  /** Asks anew for all, as a module may import others now. */
  async again() {
    const graph = await this.#ask();
    if (!graph) return;
    Object.assign(this.#packages, graph.packages);
    this.#mirror(graph);
    for (const path of graph.local) this.local.add(path);
    for (const target of [...graph.own.values(), ...graph.targets.values()]) {
      if (target.kind === "npm" && !this.#roots.includes(target.id)) {
        this.#roots.push(target.id);
      }
    }
    const folders = this.#link();
    for (const [specifier, target] of graph.targets) {
      const path = this.#pathOf(target, folders);
      if (path !== undefined) this.paths[specifier] = [path];
    }
    for (const specifier of this.#asked) {
      const target = graph.own.get(this.#config.mapped(specifier));
      const path = target && this.#pathOf(target, folders);
      if (path !== undefined) this.paths[specifier] ??= [path];
    }
  }

  /**
   * Asks Deno. It knows no package at all if one of them can't be had; so such
   * are left out, and then the notebook's own modules, which may import some.
   */
  async #ask(): Promise<ModuleGraph | undefined> {
    let specifiers = [...this.#asked];
    for (let tries = 1;; tries++) {
      const info = await this.#infoOf(specifiers);
      if (!info) return undefined;
      const lost = lostPackages(info);
      if (lost.length === 0 || tries === 3) {
        return moduleGraph(info, join(this.#folder, IMPORTS));
      }
      specifiers = specifiers.filter((specifier) => {
        const target = this.#config.mapped(specifier);
        return !lost.includes(target) && !(tries === 2 && OWN.test(target));
      });
    }
  }

  async #infoOf(specifiers: string[]): Promise<Info | undefined> {
    const { folder } = this.#options;
    const root = join(this.#folder, IMPORTS);
    const base = pathToFileURL(join(folder, "notebook.ts"));
    const lines = specifiers.map((specifier) => {
      const url = /^\.{1,2}\//.test(specifier)
        ? new URL(specifier, base).href
        : this.#config.mapped(specifier);
      return `import ${JSON.stringify(url)};\n`;
    });
    Deno.writeTextFileSync(root, lines.join(""));
    try {
      const mayDownload = false;
      return await denoInfo(root, folder, this.#config.flags, { mayDownload });
    } catch (error) {
      log.line(`types of imports are not known: ${(error as Error).message}`);
    }
  }

  /** Folders by packages' ids. */
  #link(): Map<string, string> {
    const placement = placePackages(this.#packages, this.#roots);
    linkPackages(join(this.#folder, "node_modules"), placement, this.#packages);
    return new Map([...placement].map(([path, id]) => [id, path]));
  }

  /** Modules of the network, by links at their addresses. */
  #mirror({ remote }: ModuleGraph) {
    for (const { url, path, mediaType } of remote) {
      const link = join(this.#folder, remotePath(url, mediaType));
      try {
        Deno.mkdirSync(dirname(link), { recursive: true });
        Deno.symlinkSync(path, link);
      } catch {
        // It is there already.
      }
    }
  }

  #pathOf(target: Target, folders: Map<string, string>): string | undefined {
    if (target.kind === "file") return target.path;
    if (target.kind === "remote") {
      return join(this.#folder, remotePath(target.url, target.mediaType));
    }
    const place = folders.get(target.id);
    if (place === undefined) return undefined;
    const folder = join(this.#folder, "node_modules", place);
    const entry = packageEntry(folder, target.subpath);
    if (entry !== undefined && isTyped(entry)) return join(folder, entry);
    // Types of packages without any, where they are installed.
    const name = place.split("/node_modules/").at(-1)!;
    const other = join(this.#folder, "node_modules", typesPackage(name));
    const typed = packageEntry(other, target.subpath);
    if (typed !== undefined) return join(other, typed);
    return entry === undefined ? undefined : join(folder, entry);
  }
}
