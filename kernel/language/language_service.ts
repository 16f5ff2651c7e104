/**
 * What is known of what is written: the types of a notebook's cells, by a
 * language server that is started by the first question, or when the kernel
 * has nothing else to do.
 *
 * @module
 */

import { findConfig } from "../config/find_config.ts";
import { readSettings, type Settings } from "../config/read_settings.ts";
import { log } from "../log/log.ts";
import { CellChecker, errorsIn } from "./cell_checker.ts";
import {
  EngineKeeper,
  type KeeperOptions,
  type Question,
} from "./engine_keeper.ts";
import type { FindServer } from "./engine_starter.ts";
import type { CompletionItem, Hover, SignatureHelp } from "./lsp/protocol.ts";
import { type FailedCell, ShownCells, type ShownFile } from "./shown_cells.ts";
import { placeOf } from "./place_of.ts";
import { LATE, settled } from "../time/settled.ts";
import type { CellTypeError } from "./type_errors.ts";

/** How long the kernel has had nothing to do when the server is started. */
const IDLE_MS = 2000;

/** What a name is, and where it is declared. */
export interface Hovered {
  hover: Hover;
  places: string[];
}

export class LanguageService {
  #folder: string;
  #keeper: EngineKeeper;
  #notebook = new ShownCells();
  #checker: CellChecker;
  #setting: Promise<Settings["types"]> | undefined;
  #isReady = false;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: KeeperOptions, find?: FindServer) {
    this.#folder = options.folder;
    this.#keeper = new EngineKeeper(options, find);
    this.#checker = new CellChecker(this.#keeper, this.#notebook);
  }

  /** Says that the kernel has nothing to do: time to get ready. */
  idle() {
    this.busy();
    if (this.#keeper.isStarted) return;
    this.#idle = setTimeout(() => this.complete("Deno.", 5), IDLE_MS);
    // A kernel that ends does not wait for it.
    Deno.unrefTimer(this.#idle);
  }

  /** Says that there is something to do. */
  busy() {
    clearTimeout(this.#idle);
  }

  /** Says that a question will come: the server starts meanwhile. */
  start() {
    this.#keeper.start();
  }

  /** Takes note of a cell that runs. */
  ran(code: string, execution_count: number) {
    this.#notebook.add({ code, execution_count });
  }

  /**
   * Takes note of a cell that runs, and finds its type errors.
   *
   * @returns What is wrong; undefined if it can't be told. That may take as
   *   long as it likes: the server is not started for this.
   */
  check(
    code: string,
    execution_count: number,
  ): Promise<CellTypeError[] | undefined> {
    const { promise, resolve } = Promise.withResolvers<
      CellTypeError[] | undefined
    >();
    const onRead = async (file?: ShownFile) => {
      this.#setting ??= this.#readSetting();
      if (file && await this.#setting !== "off") {
        this.#checker.add(file, resolve);
      } else {
        if (file) this.#notebook.checked(file);
        resolve(undefined);
      }
    };
    this.#notebook.add({ code, execution_count, onRead });
    if (this.#keeper.isStarted) this.#checker.work();
    return promise;
  }

  /** Takes note that the latest cell failed. */
  failed(cell: FailedCell) {
    this.#notebook.fail(cell);
  }

  async #readSetting(): Promise<Settings["types"]> {
    try {
      return (await readSettings(findConfig(this.#folder))).types;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      log.line(error.message);
      return "on";
    }
  }

  /** Forgets all cells: their variables are gone. */
  forget() {
    this.#notebook.clear();
    this.#checker.clear();
  }

  /** Modules that cells imported so far, in so many words. */
  get specifiers(): string[] {
    return this.#notebook.specifiers.filter((one) =>
      !one.endsWith("/jsx-runtime")
    );
  }

  /** The module that a cell imported a name from, as written. */
  importedFrom(name: string): string | undefined {
    return this.#notebook.importedFrom(name);
  }

  /**
   * Asks the server, which then gets ready for what will be asked: the first
   * answer does not wait for packages that no cell has imported.
   */
  async #ask<Answer>(question: Question<Answer>): Promise<Answer | undefined> {
    const found = await this.#keeper.ask(question);
    if (!this.#isReady) {
      this.#isReady = true;
      this.#checker.work();
    }
    return found;
  }

  /** The cell that declared a name last, be it a type's. */
  sourceOf(name: string): string | undefined {
    return this.#notebook.sourceOf(name);
  }

  /** @param offset In UTF-16 units, as below. */
  async complete(code: string, offset: number): Promise<CompletionItem[]> {
    const found = await this.#ask(async (engine, project) => {
      const open = await this.#notebook.open(code, offset, engine, project);
      return await engine.complete(open.path, open.position);
    });
    return found ?? [];
  }

  /**
   * The items with what they are in detail, as far as there is time.
   *
   * @param limitMs For the first, which is what most ask about.
   * @param limitAllMs For all of them.
   */
  async details(
    items: CompletionItem[],
    limitMs: number,
    limitAllMs: number,
  ): Promise<CompletionItem[]> {
    const engine = await this.#keeper.warmEngine();
    if (!engine) return items;
    const full = [...items];
    const start = performance.now();
    const late = new AbortController();
    // One after the other: at once, the server would check all types for each.
    for (const [index, item] of items.entries()) {
      const limit = index === 0 ? limitMs : limitAllMs;
      const left = start + limit - performance.now();
      if (left <= 0) break;
      const resolved = engine.resolve(item, late.signal).catch(() => item);
      const found = await settled(resolved, left);
      if (found === LATE) break;
      full[index] = found;
    }
    // The next key need not wait for what nobody reads.
    late.abort();
    return full;
  }

  async hover(code: string, offset: number): Promise<Hovered | undefined> {
    return await this.#ask(async (engine, project) => {
      const open = await this.#notebook.open(code, offset, engine, project);
      const { path, position } = open;
      const hover = await engine.hover(path, position);
      if (!hover) return undefined;
      // Not at the same time: the server would check all types twice.
      const locations = await engine.definition(path, position);
      const parts = {
        folder: this.#folder,
        project: project.folder,
        executionCount: (path: string) => this.#notebook.executionCount(path),
      };
      const places = locations.flatMap((one) => placeOf(one, parts) ?? []);
      return { hover, places };
    });
  }

  async signatureHelp(
    code: string,
    offset: number,
  ): Promise<SignatureHelp | undefined> {
    return await this.#ask(async (engine, project) => {
      const open = await this.#notebook.open(code, offset, engine, project);
      const found = await engine.signatureHelp(open.path, open.position);
      return found ?? undefined;
    });
  }

  /** Type errors of a cell that need not have run. */
  async errors(code: string): Promise<CellTypeError[] | undefined> {
    return await this.#ask(async (engine, project) => {
      const open = await this.#notebook.open(code, 0, engine, project);
      return await errorsIn(open, engine, project);
    });
  }

  async close() {
    this.busy();
    await this.#keeper.close();
  }
}
