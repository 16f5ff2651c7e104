/**
 * A TypeScript project that reads a notebook's cells as Deno would: where
 * imports lead, which compiler options hold, what is there without an import.
 *
 * @module
 */

import { log } from "../../log/log.ts";
import { dirname, join, parse, relative } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { findUpwards } from "../../config/find_config.ts";
import {
  type Project as ConfigOfProject,
  projectOf,
} from "../../config/project_flags.ts";
import { compilerOptions } from "./compiler_options.ts";
import { denoInfo } from "./deno_info.ts";
import { denoTypes, KERNEL_TYPES } from "./deno_types.ts";
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
import { installedEntry, packageEntry } from "./package_entry.ts";
import { placePackages } from "./place_packages.ts";
import { makeProjectFolder, removeFolder } from "./project_folder.ts";
import { writeFile, type WrittenFile } from "./written_file.ts";

export interface ProjectOptions {
  /** The notebook's folder: relative imports start here. */
  folder: string;
  /** Configuration where the folder has none, and its lock file. */
  fallback: { config: string; lock: string };
  /** Where the kernel and Deno keep things. */
  caches: { thaw: string; deno: string };
  /** Packages that hold Node's own types, and what they need. */
  nodeTypes: Record<string, Package>;
}

/** `name`, `@scope/name` or either with a path. */
const BARE = /^((?:@[^/:]+\/)?[^@./:][^/:]*)((?:\/.*)?)$/;
const OUTSIDE = /^(?:\.{0,2}\/|node:|file:|data:)/;

export class Project {
  readonly #options: ProjectOptions;
  readonly #folder: string;
  /** What Deno is run with, as the child that runs cells is. */
  readonly #flags: string[];
  /** Where the document and the cells lie, as seen from the notebook's folder. */
  readonly #cells: string;
  #settings: Record<string, unknown>;
  /** Of the nearest package.json: ranges by names. */
  #dependencies: Record<string, string>;
  /** Specifiers that Deno was asked for. */
  #asked = new Set<string>();
  #paths: Record<string, string[]> = {};
  #packages: Record<string, Package> = {};
  #roots: string[] = [];

  private constructor(options: ProjectOptions, found: ConfigOfProject) {
    this.#options = options;
    this.#flags = found.flags;
    this.#folder = makeProjectFolder(options.caches.thaw);
    const { root } = parse(options.folder);
    const inner = relative(root, options.folder);
    this.#cells = join(this.#folder, "root", inner);
    this.#settings = readSettings(found.config);
    this.#dependencies = dependenciesOf(options.folder);
    this.#packages = { ...options.nodeTypes };
    this.#roots = Object.keys(options.nodeTypes)
      .filter((id) => options.nodeTypes[id].name === "@types/node");
  }

  static async make(options: ProjectOptions): Promise<Project> {
    const { folder: here, fallback, caches } = options;
    const cache = caches.thaw;
    // As if restricted: what only looks never writes a lock file.
    const isRestricted = true;
    const found = await projectOf({
      folder: here,
      isRestricted,
      fallback,
      cache,
    });
    const project = new Project(options, found);
    const folder = project.#folder;
    Deno.mkdirSync(project.#cells, { recursive: true });
    Deno.writeTextFileSync(join(folder, "deno.d.ts"), await denoTypes());
    Deno.writeTextFileSync(join(folder, "kernel.d.ts"), KERNEL_TYPES);
    for (const name of ["notebook.ts", "notebook.tsx"]) {
      project.write(name, "export {};\n");
    }
    await project.resolve([
      ...Object.keys(importMap(project.#settings)),
      ...Object.keys(project.#dependencies),
    ]);
    project.#layOut();
    return project;
  }

  /** The folder that has the tsconfig.json. */
  get folder(): string {
    return this.#folder;
  }

  /** Whether the configuration wants types that are left out told. */
  get wantsTypes(): boolean {
    const options = this.#settings.compilerOptions;
    return (options as { noImplicitAny?: unknown } | undefined)
      ?.noImplicitAny === true;
  }

  /** Where a file of the notebook's lies. */
  path(name: string): string {
    return join(this.#cells, name);
  }

  /** Writes a file beside the document. */
  write(name: string, text: string): WrittenFile {
    return writeFile(this.path(name), text);
  }

  /**
   * Finds out what specifiers lead to. What is not in Deno's cache is `any`:
   * nothing is downloaded for its types alone.
   *
   * @returns Files that changed; none if all were known.
   */
  async resolve(specifiers: Iterable<string>): Promise<WrittenFile[]> {
    const imports = importMap(this.#settings);
    const wanted = [...new Set(specifiers)].filter((specifier) =>
      !this.#asked.has(specifier) && !specifier.endsWith("/")
    );
    const known = wanted.filter((specifier) => {
      if (/^(?:node|data):/.test(specifier)) return false;
      return OUTSIDE.test(specifier) ||
        isCached(this.#mapped(specifier, imports), this.#options.caches.deno);
    });
    if (known.length === 0) return [];
    for (const specifier of known) this.#asked.add(specifier);
    const graph = await this.#ask();
    if (!graph) return [];
    Object.assign(this.#packages, graph.packages);
    this.#mirror(graph);
    for (const target of graph.targets.values()) {
      if (target.kind === "npm" && !this.#roots.includes(target.id)) {
        this.#roots.push(target.id);
      }
    }
    const placement = placePackages(this.#packages, this.#roots);
    linkPackages(join(this.#folder, "node_modules"), placement, this.#packages);
    const folders = new Map([...placement].map(([path, id]) => [id, path]));
    for (const [specifier, target] of graph.targets) {
      const path = this.#pathOf(target, folders);
      if (path !== undefined) this.#paths[specifier] = [path];
    }
    for (const specifier of this.#asked) {
      const path = this.#paths[this.#ofManifest(specifier)]?.[0] ??
        installedEntry(this.#options.folder, specifier);
      if (path !== undefined) this.#paths[specifier] ??= [path];
    }
    return [this.#layOut()];
  }

  remove() {
    removeFolder(this.#folder);
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
      if (lost.length === 0 || tries === 3) return moduleGraph(info);
      specifiers = specifiers.filter((specifier) => {
        const target = this.#mapped(specifier, importMap(this.#settings));
        const isFile = OUTSIDE.test(target);
        return !lost.includes(target) && !(tries === 2 && isFile);
      });
    }
  }

  async #infoOf(specifiers: string[]): Promise<Info | undefined> {
    const { folder } = this.#options;
    const root = join(this.#folder, "imports.ts");
    const base = pathToFileURL(join(folder, "notebook.ts"));
    const lines = specifiers.map((specifier) => {
      const isRelative = /^\.{1,2}\//.test(specifier);
      const url = isRelative
        ? new URL(specifier, base).href
        : this.#ofManifest(specifier);
      return `import ${JSON.stringify(url)};\n`;
    });
    Deno.writeTextFileSync(root, lines.join(""));
    try {
      const mayDownload = false;
      return await denoInfo(root, folder, this.#flags, { mayDownload });
    } catch (error) {
      log.line(`types of imports are not known: ${(error as Error).message}`);
    }
  }

  /** Of a name that package.json gives, what Deno takes from anywhere. */
  #ofManifest(specifier: string): string {
    const [, name, subpath] = BARE.exec(specifier) ?? [];
    const range = this.#dependencies[name];
    const isMapped = specifier in importMap(this.#settings);
    if (range === undefined || isMapped) return specifier;
    return `npm:${name}@${range}${subpath}`;
  }

  #mapped(specifier: string, imports: Record<string, string>): string {
    const found = mapped(specifier, imports);
    return found === specifier ? this.#ofManifest(specifier) : found;
  }

  /** Modules of the network, by links at their addresses. */
  #mirror({ remote }: ModuleGraph) {
    for (const { url, path, mediaType } of remote) {
      const link = this.#remotePath(url, mediaType);
      try {
        Deno.mkdirSync(dirname(link), { recursive: true });
        Deno.symlinkSync(path, link);
      } catch {
        // It is there already.
      }
    }
  }

  #remotePath(url: string, mediaType: string): string {
    const { protocol, host, pathname, search } = new URL(url);
    const name = `${pathname}${search}`.replaceAll(/[^\w./@+-]/g, "_");
    const extension = EXTENSIONS[mediaType] ?? ".ts";
    const full = name.endsWith(extension) ? name : `${name}${extension}`;
    const above = `${protocol.slice(0, -1)}/${host.replaceAll(":", "_")}`;
    return join(this.#folder, "remote", above, full);
  }

  #pathOf(target: Target, folders: Map<string, string>): string | undefined {
    if (target.kind === "file") return target.path;
    if (target.kind === "remote") {
      return this.#remotePath(target.url, target.mediaType);
    }
    const place = folders.get(target.id);
    if (place === undefined) return undefined;
    const folder = join(this.#folder, "node_modules", place);
    const entry = packageEntry(folder, target.subpath);
    const isTyped = entry !== undefined && /\.[cm]?tsx?$/.test(entry);
    if (!isTyped) {
      // Types of packages without any, where they are installed.
      const name = place.split("/node_modules/").at(-1)!;
      const types = `@types/${name.replace(/^@/, "").replace("/", "__")}`;
      const other = join(this.#folder, "node_modules", types);
      const found = packageEntry(other, target.subpath);
      if (found !== undefined) return join(other, found);
    }
    return entry === undefined ? undefined : join(folder, entry);
  }

  /** Writes the tsconfig.json. */
  #layOut(): WrittenFile {
    const node = join(this.#folder, "node_modules/@types/node/index.d.ts");
    const path = join(this.#folder, "tsconfig.json");
    const own = this.#settings.compilerOptions as Record<string, unknown>;
    const { root } = parse(this.#options.folder);
    const tsconfig = {
      compilerOptions: {
        ...compilerOptions(own),
        rootDirs: [join(this.#folder, "root"), root],
        paths: this.#paths,
      },
      files: [
        "deno.d.ts",
        "kernel.d.ts",
        ...(this.#roots.length > 0 ? [node] : []),
        this.path("notebook.ts"),
        this.path("notebook.tsx"),
      ],
    };
    return writeFile(path, JSON.stringify(tsconfig, null, 2));
  }
}

const EXTENSIONS: Record<string, string> = {
  JavaScript: ".js",
  Mjs: ".mjs",
  Cjs: ".cjs",
  JSX: ".jsx",
  TypeScript: ".ts",
  Mts: ".mts",
  Cts: ".cts",
  TSX: ".tsx",
  Dts: ".d.ts",
  Dmts: ".d.mts",
  Dcts: ".d.cts",
  Json: ".json",
};

/** Dependencies of the nearest package.json. */
function dependenciesOf(folder: string): Record<string, string> {
  const path = findUpwards(folder, ["package.json"]);
  try {
    const manifest = JSON.parse(Deno.readTextFileSync(path!));
    const all = { ...manifest.devDependencies, ...manifest.dependencies };
    return Object.fromEntries(
      Object.entries(all as Record<string, unknown>).filter(([, range]) =>
        typeof range === "string" && /^[\d^~<>=*. |x-]*$/.test(range)
      ),
    ) as Record<string, string>;
  } catch {
    return {};
  }
}

function readSettings(config: string): Record<string, unknown> {
  const { config: settings } = ts.readConfigFile(config, (path) => {
    try {
      return Deno.readTextFileSync(path);
    } catch {
      return undefined;
    }
  });
  return settings ?? {};
}

function importMap(settings: Record<string, unknown>): Record<string, string> {
  const { imports } = settings;
  return imports !== null && typeof imports === "object"
    ? imports as Record<string, string>
    : {};
}

/** A specifier after the import map. */
function mapped(specifier: string, imports: Record<string, string>): string {
  if (typeof imports[specifier] === "string") return imports[specifier];
  const prefix =
    Object.keys(imports).filter((key) =>
      key.endsWith("/") && specifier.startsWith(key)
    ).sort((a, b) => b.length - a.length)[0];
  return prefix === undefined
    ? specifier
    : imports[prefix] + specifier.slice(prefix.length);
}
