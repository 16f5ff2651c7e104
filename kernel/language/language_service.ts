/**
 * What is known of what is written: the types of a notebook's cells, by a
 * language server that is started by the first question, or when the kernel
 * has nothing else to do.
 *
 * @module
 */

import type { ExpressionAt } from "../cell/cursor/expression_at.ts";
import { loadBlankSourceFile } from "../cell/parse/blank_types.ts";
import { findConfig } from "../config/find_config.ts";
import { readSettings, type Settings } from "../config/read_settings.ts";
import { log } from "../log/log.ts";
import { CellChecker, errorsIn } from "./cell_checker.ts";
import { Completer } from "./completer.ts";
import {
  EngineKeeper,
  type KeeperOptions,
  type Question,
} from "./engine_keeper.ts";
import type { FindServer } from "./engine_starter.ts";
import type { CompletionItem, Hover, SignatureHelp } from "./lsp/protocol.ts";
import { type FailedCell, ShownCells, type ShownFile } from "./shown_cells.ts";
import { placeOf } from "./place_of.ts";
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
  #completer: Completer;
  #setting: Promise<Settings["types"]> | undefined;
  #isReady = false;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: KeeperOptions, find?: FindServer) {
    this.#folder = options.folder;
    this.#keeper = new EngineKeeper(options, find);
    this.#checker = new CellChecker(this.#keeper, this.#notebook);
    this.#completer = new Completer(
      (question) => this.#ask(question),
      this.#keeper,
      this.#notebook,
    );
  }

  /** Says that the kernel has nothing to do: time to get ready. */
  idle() {
    this.busy();
    if (this.#keeper.isStarted) return;
    this.#idle = setTimeout(() => {
      this.complete("Deno.", 5);
      void loadBlankSourceFile();
    }, IDLE_MS);
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
    this.#completer.clear();
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

  /**
   * @param offset In UTF-16 units, as below.
   * @param at The word there, if what was answered before may answer.
   */
  async complete(
    code: string,
    offset: number,
    at?: ExpressionAt,
  ): Promise<CompletionItem[]> {
    return await this.#completer.complete(code, offset, at);
  }

  /**
   * Gives items their details, as far as there is time.
   *
   * @param limitMs For the first, which is what most ask about.
   * @param limitAllMs For all of them.
   */
  async fill(items: CompletionItem[], limitMs: number, limitAllMs: number) {
    await this.#completer.fill(items, limitMs, limitAllMs);
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
