/**
 * The cells of a notebook as the language server is shown them: those that ran
 * as files, and one that is asked about as an open document.
 *
 * @module
 */

import { basename } from "node:path";
import type { UnsetName } from "../cell/parse/cell_scope.ts";
import type { CellChain, CellDocument } from "./cell_chain.ts";
import type { Engine } from "./engine.ts";
import type { LspPosition } from "./lsp/protocol.ts";
import { Positions } from "./positions.ts";
import type { Project } from "./project/project.ts";
import type { WrittenFile } from "./project/written_file.ts";
import type * as Chain from "./cell_chain.ts";
import { onDemand } from "../system/on_demand.ts";
import { LATE, settled } from "../time/settled.ts";

/** What is open before the server. */
const DOCUMENT = "thaw_notebook.ts";

/** A cell that ran. */
export interface RunCell {
  code: string;
  execution_count: number;
  /**
   * Called once with the cell's file, which is kept until it is checked;
   * without it, if there will be none.
   */
  onRead?(file?: ShownFile): void;
}

/** A cell that failed. */
export interface FailedCell {
  execution_count: number;
  /** Undefined if nothing of it ran. */
  unset?: Promise<UnsetName[]>;
  /** Where its own code failed, 1-based, if that is known. */
  line?: number;
}

/** How long a runtime may take to say which names are unset. */
const UNSET_MS = 300;

/** A file that the server has read. */
export interface ShownFile {
  path: string;
  document: CellDocument;
  positions: Positions;
}

/** A cell that the server is asked about. */
export interface OpenCell extends ShownFile {
  position: LspPosition;
}

/** The cells of one notebook. */
export class ShownCells {
  #chain: CellChain | undefined;
  #unread: (RunCell | FailedCell)[] = [];
  #written: WrittenFile[] = [];
  /** How often cells were read, and modules found, edited or forgotten. */
  #reads = 0;
  #moduleChanges = 0;

  /** Takes note of a cell; it is read when there is a question. */
  add(cell: RunCell) {
    this.#unread.push(cell);
  }

  /** Takes note that the latest cell failed. */
  fail(cell: FailedCell) {
    this.#unread.push(cell);
  }

  /** Forgets all cells. */
  clear() {
    this.#chain = undefined;
    // Files have the names of former ones again. An answer that comes only now
    // is about those, and none of a later question.
    this.#moduleChanges++;
    for (const cell of this.#unread.splice(0)) {
      if ("code" in cell) cell.onRead?.();
    }
  }

  /** Modules that cells imported so far. */
  get specifiers(): string[] {
    return [...this.#chain?.specifiers ?? []];
  }

  /** The module that a cell imported a name from. */
  importedFrom(name: string): string | undefined {
    return this.#chain?.importedFrom(name);
  }

  /** The cell that declared a name last. */
  sourceOf(name: string): string | undefined {
    return this.#chain?.origin(name)?.code;
  }

  /** The number of the cell that a file of the project is of. */
  executionCount(path: string): number | undefined {
    return this.#chain?.executionCount(basename(path));
  }

  /**
   * Shows the server the cells that ran since.
   *
   * @param name A name that the question may be about alone.
   * @returns What answers follow from, beside the code that is asked about: any,
   *   and those about the name; and whether that is all of a module.
   */
  async state(
    name: string | undefined,
    engine: Engine,
    project: Project,
  ): Promise<{ key: string; nameKey: string; isModule: boolean }> {
    const chain = await this.#read(project);
    await this.#tell(engine, project);
    const home = name === undefined ? undefined : chain.homeOf(name);
    const key = `${this.#moduleChanges} after ${this.#reads}`;
    return {
      key,
      nameKey: home ? `${this.#moduleChanges} of ${home.file}` : key,
      isModule: home?.isModule === true,
    };
  }

  /**
   * Shows the server a cell that is being written.
   *
   * @param isMember Whether the question is about members.
   */
  async open(
    code: string,
    offset: number,
    engine: Engine,
    project: Project,
    isMember = false,
  ): Promise<OpenCell> {
    const chain = await this.#read(project);
    const document = chain.open(code, isMember);
    await this.#tell(engine, project, document.cell.specifiers);
    const path = project.path(`${DOCUMENT}${document.isJsx ? "x" : ""}`);
    engine.write(path, document.text);
    const positions = new Positions(document.text);
    const position = positions.at(document.fromCell(offset));
    return { path, position, document, positions };
  }

  /**
   * Shows the server the cells that ran since, and packages that no cell has
   * imported yet.
   */
  async refresh(engine: Engine, project: Project) {
    await this.#read(project);
    await this.#tell(engine, project, project.names);
    engine.open(project.path(DOCUMENT), "export {};\n");
  }

  /** A cell is checked: its file is only needed for its names. */
  checked({ path }: ShownFile) {
    this.#chain?.drop(basename(path));
  }

  async #tell(engine: Engine, project: Project, specifiers: string[] = []) {
    const resolved = await project.resolve([...this.specifiers, ...specifiers]);
    if (resolved.length > 0) this.#moduleChanges++;
    engine.changed([...this.#written.splice(0), ...resolved]);
  }

  /**
   * Shows the server all cells of a notebook at once, each with what those
   * before it declare: one program for all, in which each type is read once.
   */
  async openAll(
    sources: readonly string[],
    engine: Engine,
    project: Project,
  ): Promise<OpenCell[]> {
    this.clear();
    const chain = await this.#read(project);
    const documents = sources.map((code, index) => {
      const document = chain.document(code);
      const file = chain.add(code, index + 1);
      if (file) this.#written.push(project.write(file.name, file.text));
      return document;
    });
    const specifiers = documents.flatMap(({ cell }) => cell.specifiers);
    const resolved = await project.resolve(specifiers);
    const paths = documents.map(({ isJsx }, index) =>
      project.path(`thaw_checked_${index + 1}.ts${isJsx ? "x" : ""}`)
    );
    for (const [index, { text }] of documents.entries()) {
      const name = basename(paths[index]);
      this.#written.push(project.write(name, text));
    }
    engine.changed([...this.#written.splice(0), ...resolved]);
    const imports = paths.map((path) => `import "./${basename(path)}";\n`);
    engine.write(project.path(DOCUMENT), imports.join(""));
    return documents.map((document, index) => {
      const positions = new Positions(document.text);
      const position = positions.at(document.fromCell(0));
      return { path: paths[index], position, document, positions };
    });
  }

  /** Reads the cells that ran since. */
  async #read(project: Project): Promise<CellChain> {
    // Loads TypeScript, which is no part of a quick start.
    const { CellChain }: typeof Chain = await import(
      onDemand("./cell_chain.ts")
    );
    const isNew = this.#chain === undefined;
    const chain = this.#chain ??= new CellChain();
    let isLonger = false;
    if (isNew || this.#unread.length > 0) this.#reads++;
    for (const cell of this.#unread.splice(0)) {
      if (!("code" in cell)) {
        const { execution_count, line } = cell;
        const unset = cell.unset && await settled(cell.unset, UNSET_MS);
        if (unset !== LATE) chain.fail(execution_count, { unset, line });
        isLonger = true;
        continue;
      }
      const { code, execution_count, onRead } = cell;
      const file = chain.add(code, execution_count, onRead !== undefined);
      if (!file) {
        onRead?.();
        continue;
      }
      isLonger = true;
      const { name, text, document } = file;
      if (document.cell.augments) this.#moduleChanges++;
      this.#written.push(project.write(name, text));
      const positions = new Positions(text);
      onRead?.({ path: project.path(name), document, positions });
    }
    if (isNew || isLonger) {
      const { name, text } = chain.namesFile();
      this.#written.push(project.write(name, text));
    }
    return chain;
  }
}
