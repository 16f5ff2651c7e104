/**
 * A TypeScript project that reads a notebook's cells as Deno would: where
 * imports lead, which compiler options hold, what is there without an import.
 *
 * @module
 */

import { dirname, join, parse, relative } from "node:path";
import { compilerOptions } from "./compiler_options.ts";
import { denoTypes, KERNEL_TYPES } from "./deno_types.ts";
import { ImportPaths } from "./import_paths.ts";
import { LocalModules } from "./local_modules.ts";
import type { Package } from "./module_graph.ts";
import { type ConfigOptions, ProjectConfig } from "./project_config.ts";
import { makeProjectFolder, removeFolder } from "./project_folder.ts";
import { writeFile, type WrittenFile } from "./written_file.ts";

/** The document, with JSX or without, and what all cells that ran declare. */
const ROOTS = ["thaw_notebook.ts", "thaw_notebook.tsx", "thaw_names.ts"];

export interface ProjectOptions extends ConfigOptions {
  /** Packages that hold Node's own types, and what they need. */
  nodeTypes: Record<string, Package> | Promise<Record<string, Package>>;
}

export class Project {
  /** The folder that has the tsconfig.json. */
  readonly folder: string;
  #notebook: string;
  #hasNode: boolean;
  #config: ProjectConfig;
  #imports: ImportPaths;
  #local: LocalModules;
  /** Where the document and the cells lie, as seen from the notebook's folder. */
  #cells: string;

  private constructor(
    options: ProjectOptions,
    config: ProjectConfig,
    nodeTypes: Record<string, Package>,
  ) {
    const { folder, caches } = options;
    this.#notebook = folder;
    this.#hasNode = Object.keys(nodeTypes).length > 0;
    this.#config = config;
    this.#local = new LocalModules(dirname(options.fallback.config));
    this.folder = makeProjectFolder(caches.thaw);
    const inner = relative(parse(folder).root, folder);
    this.#cells = join(this.folder, "root", inner);
    this.#imports = new ImportPaths(options, config, this.folder, nodeTypes);
  }

  static async make(options: ProjectOptions): Promise<Project> {
    // Not all at once: where there are no packages, what is being read would
    // go on after this has failed, and write to caches that may be gone.
    const [config, types] = await Promise.all([
      ProjectConfig.read(options),
      denoTypes(),
    ]);
    const nodeTypes = await options.nodeTypes;
    const project = new Project(options, config, nodeTypes);
    const { folder } = project;
    Deno.mkdirSync(project.#cells, { recursive: true });
    Deno.writeTextFileSync(join(folder, "deno.d.ts"), types);
    Deno.writeTextFileSync(join(folder, "kernel.d.ts"), KERNEL_TYPES);
    for (const name of ROOTS) {
      project.write(name, "export {};\n");
    }
    await project.resolve(config.jsxRuntime);
    project.#layOut();
    return project;
  }

  /** Whether types that are left out are to be told. */
  get wantsTypes(): boolean {
    return this.#config.wantsTypes;
  }

  /** Names that the configuration gives, and imports may use. */
  get names(): string[] {
    return this.#config.names;
  }

  /** Whether a package's module has no types: by its name, or by its file. */
  isUntyped(module: string): boolean {
    return this.#imports.isUntyped(module);
  }

  /** Imports of packages of which nothing is known, as they are not there yet. */
  unknown(specifiers: readonly string[]): string[] {
    return this.#imports.unknown(specifiers);
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
   * Finds out what specifiers lead to, and which modules were edited.
   *
   * @returns Files that changed.
   */
  async resolve(specifiers: Iterable<string>): Promise<WrittenFile[]> {
    const edited = this.#local.edited();
    const isNew = await this.#imports.add(specifiers);
    if (!isNew && edited.length > 0) await this.#imports.again();
    this.#local.note(this.#imports.local);
    if (!isNew && edited.length === 0) return [];
    return [...edited, this.#layOut()];
  }

  remove() {
    removeFolder(this.folder);
  }

  /** Writes the tsconfig.json. */
  #layOut(): WrittenFile {
    const node = join(this.folder, "node_modules/@types/node/index.d.ts");
    const tsconfig = {
      compilerOptions: {
        ...compilerOptions(this.#config.compilerOptions),
        rootDirs: [join(this.folder, "root"), parse(this.#notebook).root],
        paths: this.#imports.paths,
      },
      files: [
        "deno.d.ts",
        "kernel.d.ts",
        ...(this.#hasNode ? [node] : []),
        ...ROOTS.map((name) => this.path(name)),
      ],
    };
    const path = join(this.folder, "tsconfig.json");
    return writeFile(path, JSON.stringify(tsconfig, null, 2));
  }
}
