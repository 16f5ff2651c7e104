/**
 * Lists of completions that need not be asked for again: that of a word whose
 * next letter was typed, and the members of a name of another cell, which are
 * the same wherever they are asked for.
 *
 * @module
 */

import type { CompletionItem } from "./lsp/protocol.ts";

/** What the server offered, and where it was asked. */
export interface KnownList {
  items: CompletionItem[];
  /** The document that it was asked about; details are of this one. */
  path: string;
  text: string;
}

/** A list of TensorFlow.js's 500 names takes 100 kB. */
const MOST_LISTS = 30;

export class KnownLists {
  #byKey = new Map<string, KnownList>();
  #byItem = new WeakMap<CompletionItem, KnownList>();

  get(key: string): KnownList | undefined {
    const found = this.#byKey.get(key);
    if (found) this.#put(key, found);
    return found;
  }

  /** @param key Of the place, and of all that the answer follows from. */
  add(key: string, list: KnownList) {
    if (list.items.length === 0) return;
    for (const item of list.items) this.#byItem.set(item, list);
    this.#put(key, list);
  }

  /** The list that an item is of. */
  of(item: CompletionItem): KnownList | undefined {
    return this.#byItem.get(item);
  }

  clear() {
    this.#byKey.clear();
  }

  /** The one that was asked for last comes last. */
  #put(key: string, list: KnownList) {
    this.#byKey.delete(key);
    this.#byKey.set(key, list);
    const [oldest] = this.#byKey.keys();
    if (this.#byKey.size > MOST_LISTS) this.#byKey.delete(oldest);
  }
}

const NAME = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const PATH = new RegExp(`^(${NAME})(?:\\.${NAME})*$`, "u");

/**
 * The variable that a path such as `tf.layers` begins with; undefined for what
 * is no such path.
 */
export function rootOf(object: string): string | undefined {
  return PATH.exec(object)?.[1];
}

/**
 * Whether code may tell more of types than the cells that ran do: a module that
 * it imports may add to those of others.
 */
export function mayAddTypes(code: string): boolean {
  return /\bimport\b|\bdeclare\s+(?:global|module)\b|^\s*\/\/\//m.test(code);
}

/** What may make a test of what is called or read beside it. */
const TESTS = /\b(?:if|while|switch|assert)|[?!]|&&|\|\|/;

/**
 * Whether code before a path may tell more of its type than its declaration
 * does, as in `if (near.state) near.state.` and `if (near.ok) near.state.`. What
 * is looked into further tells nothing, and nor does what is called where
 * nothing is tested.
 *
 * @param before All that is written before the path.
 * @param isModule Whether the path begins with a whole module, which is no more
 *   than it is.
 */
export function mayBeNarrowed(
  path: string,
  before: string,
  isModule = false,
): boolean {
  const follows = TESTS.test(before) ? "[.]" : "[.(<;]";
  const names = path.split(".");
  const paths = names.map((_, at) => names.slice(0, at + 1).join("."));
  return paths.slice(isModule ? 1 : 0).some((one) => {
    const escaped = one.replaceAll("$", "\\$&").replaceAll(".", "\\.");
    const other = new RegExp(
      `(?<![\\p{ID_Continue}$.])${escaped}(?![\\p{ID_Continue}$])` +
        `(?!\\.${NAME}\\s*${follows})`,
      "u",
    );
    return other.test(before);
  });
}
