/**
 * What may stand at the cursor by the types, and what each of it is.
 *
 * @module
 */

import type { ExpressionAt } from "../cell/cursor/expression_at.ts";
import { settled } from "../time/settled.ts";
import type { Engine } from "./engine.ts";
import type { EngineKeeper, Question } from "./engine_keeper.ts";
import {
  type KnownList,
  KnownLists,
  mayAddTypes,
  mayBeNarrowed,
  rootOf,
} from "./known_lists.ts";
import type { CompletionItem } from "./lsp/protocol.ts";
import type { Project } from "./project/project.ts";
import type { ShownCells } from "./shown_cells.ts";

/** Asks the server; undefined if there is no answer in time. */
export type Ask = <Answer>(
  question: Question<Answer>,
) => Promise<Answer | undefined>;

export class Completer {
  #ask: Ask;
  #keeper: EngineKeeper;
  #notebook: ShownCells;
  #lists = new KnownLists();
  /** The latest answer, and what is around the word it was about. */
  #latest: { around: string; items: CompletionItem[] } | undefined;
  /** What the latest answer left out, as it would have taken too long. */
  #missing: CompletionItem[] = [];
  #isFilling = false;

  constructor(ask: Ask, keeper: EngineKeeper, notebook: ShownCells) {
    this.#ask = ask;
    this.#keeper = keeper;
    this.#notebook = notebook;
  }

  /** Forgets all that was answered. */
  clear() {
    this.#lists.clear();
    this.#latest = undefined;
  }

  /**
   * @param offset In UTF-16 units.
   * @param at The word there. While only that becomes longer, and for members
   *   of a name that means what it meant, the server is not asked again.
   */
  async complete(
    code: string,
    offset: number,
    at?: ExpressionAt,
  ): Promise<CompletionItem[]> {
    const around = at && JSON.stringify(placeOf(at, code, offset));
    const found = await this.#ask(async (engine, project) => {
      const asked = at && await this.#questionAt(at, code, engine, project);
      const name = asked && `${asked.key}: ${asked.path ?? around}`;
      const known = name && this.#lists.get(name);
      if (known) return known.items;
      const path = asked?.path;
      const open = await this.#notebook.open(
        path === undefined ? code : `${path}.`,
        path === undefined ? offset : path.length + 1,
        engine,
        project,
        at?.kind === "property" || at?.kind === "key",
      );
      const items = await engine.complete(open.path, open.position);
      const { text } = open.document;
      if (name) this.#lists.add(name, { items, path: open.path, text });
      return items;
    });
    if (found && around) this.#latest = { around, items: found };
    // Better what the word was before a letter was typed than nothing.
    const before = around === this.#latest?.around
      ? this.#latest?.items
      : undefined;
    return found ?? before ?? [];
  }

  /**
   * What the answer follows from. Members of a path such as `tf.layers` are
   * asked for with no other code, unless that may test what the path is, or add
   * to its type.
   */
  async #questionAt(
    at: ExpressionAt,
    code: string,
    engine: Engine,
    project: Project,
  ): Promise<{ key: string; path?: string }> {
    const path = mayAddTypes(code) ? undefined : pathOf(at);
    const root = path === undefined ? undefined : rootOf(path);
    const { key, nameKey, isModule } = await this.#notebook.state(
      root,
      engine,
      project,
    );
    const isAlone = path !== undefined &&
      !mayBeNarrowed(path, textBefore(at, path, code), isModule);
    return isAlone ? { key: nameKey, path } : { key };
  }

  /**
   * Finds out what items are in detail, as far as there is time; the rest is
   * there when the same list is asked for again.
   *
   * @param limitMs For the first, which is what most ask about.
   * @param limitAllMs For all of them.
   */
  async fill(items: CompletionItem[], limitMs: number, limitAllMs: number) {
    const start = performance.now();
    const missing = items.filter(({ detail }) => detail === undefined);
    this.#missing = missing;
    const list = missing.length > 0 && this.#lists.of(missing[0]);
    const engine = list && await this.#keeper.warmEngine();
    if (!engine) return;
    if (!engine.holds(list.path, list.text)) {
      const shown = this.#ask((engine) => {
        engine.write(list.path, list.text);
        return Promise.resolve();
      });
      await settled(shown, limitMs);
    }
    // One after the other: at once, the server would check all types for each.
    for (const item of missing) {
      const limit = item === items[0] ? limitMs : limitAllMs;
      const left = start + limit - performance.now();
      if (left <= 0) break;
      // One that comes too late is there for the next answer.
      if (await settled(fillItem(item, list, engine), left) !== true) break;
    }
    this.#fillLater().catch(() => {});
  }

  /** Finds out the rest, when nobody asks. */
  async #fillLater() {
    if (this.#isFilling) return;
    this.#isFilling = true;
    let missing: CompletionItem[] = [];
    let list: KnownList | undefined;
    await this.#keeper.askLater((engine) => {
      missing = this.#missing.filter(({ detail }) => detail === undefined);
      list = missing.length > 0 ? this.#lists.of(missing[0]) : undefined;
      if (list) engine.write(list.path, list.text);
      return Promise.resolve();
    }, async (engine) => {
      for (const item of missing) {
        if (!list || !await fillItem(item, list, engine)) break;
      }
    });
    this.#isFilling = false;
  }
}

/** What is written before the path whose members are asked for. */
function textBefore({ start }: ExpressionAt, path: string, code: string) {
  return code.slice(0, code.lastIndexOf(path, start - 1 - path.length));
}

/** The path whose members are asked for, if the cell does not declare it. */
function pathOf({ kind, object, local, prefersTypes }: ExpressionAt) {
  const isOther = kind !== "property" || local || prefersTypes;
  if (isOther || object === undefined) return undefined;
  return rootOf(object) === undefined ? undefined : object;
}

/**
 * What is around the word at the cursor. A name that has begun is another
 * question than one that has not: it may be one that is being made.
 */
function placeOf(
  { start, end, object }: ExpressionAt,
  code: string,
  offset: number,
) {
  const hasBegun = object !== undefined || offset > start;
  return [code.slice(0, start), code.slice(end), hasBegun];
}

/** @returns Whether it is known; not so if another document is open by now. */
async function fillItem(
  item: CompletionItem,
  list: KnownList,
  engine: Engine,
): Promise<boolean> {
  // The server looks at the document, as it is when the request comes.
  if (!engine.holds(list.path, list.text)) return false;
  const found = await engine.resolve(item).catch(() => undefined);
  if (!found) return false;
  item.detail = found.detail ?? "";
  return true;
}
