/**
 * Looks at values without running any code of a user: no getter, no Proxy
 * trap, no method. Also works while a cell is busy.
 *
 * @module
 */

import util from "node:util";
import type { Facts, Member } from "../../bridge/member.ts";
import { Array, global, Number, Object, Reflect } from "../language/natives.ts";

// Captured: a cell may overwrite any of them.
const {
  create,
  getOwnPropertyDescriptor,
  getOwnPropertyDescriptors,
  getOwnPropertyNames,
  getPrototypeOf,
} = Object;
const { isArray } = Array;
const { apply } = Reflect;
const { isProxy, isTypedArray, isStringObject } = util.types;
const lengthOfTypedArray = getOwnPropertyDescriptor(
  getPrototypeOf(Uint8Array.prototype),
  "length",
)!.get!;

/** An object with more names than this is data, and nobody reads a longer list. */
const MOST_NAMES = 5000;
/** Arrays and strings longer than this are not searched for names of their own. */
const SEARCHED_LENGTH = 1000;

/** Deno's own getters, which load parts of it when first asked for. */
const lazy: unknown[] = Object
  .values(getOwnPropertyDescriptors(globalThis) as PropertyDescriptorMap)
  .flatMap(({ get }) => get ?? []);

const nothing: unique symbol = Symbol("nothing");

function isLazy(owner: unknown, getter: unknown): boolean {
  if (owner !== global) return false;
  for (let at = 0; at < lazy.length; at++) {
    if (lazy[at] === getter) return true;
  }
  return false;
}

function isIndex(name: string): boolean {
  return `${Number(name) >>> 0}` === name;
}

/** A property that is plain data, of the object or of one it inherits from. */
function property(value: unknown, key: string): unknown {
  if (value === null || value === undefined) return nothing;
  let owner = Object(value);
  for (; owner !== null; owner = getPrototypeOf(owner)) {
    if (isProxy(owner)) return nothing;
    const found = getOwnPropertyDescriptor(owner, key);
    if (!found) continue;
    if (!found.get && !found.set) return found.value;
    const { get } = found;
    return get && isLazy(owner, get) ? apply(get, owner, []) : nothing;
  }
  return nothing;
}

/**
 * The value at a path.
 *
 * @param root The value of a cell's variable or a literal; else the first key
 *   is the name of a global.
 * @throws If there is none, or it cannot be told without running something.
 */
export function follow(root: (() => unknown) | null, keys: string[]): unknown {
  let value = root ? root() : global;
  for (let at = 0; at < keys.length; at++) {
    value = property(value, keys[at]);
    if (value === nothing) throw "nothing";
  }
  return value;
}

function kindOf({ value }: PropertyDescriptor): Member["kind"] {
  if (typeof value !== "function") return "property";
  if (isProxy(value)) return "function";
  const prototype = getOwnPropertyDescriptor(value, "prototype");
  return prototype && !prototype.writable ? "class" : "function";
}

function namesOf(owner: object): string[] {
  if (isTypedArray(owner)) return [];
  const isLong = (isArray(owner) || isStringObject(owner)) &&
    (owner as ArrayLike<unknown>).length > SEARCHED_LENGTH;
  if (isLong) return ["length"];
  return getOwnPropertyNames(owner);
}

/** What may follow the dot: names but no indices and no symbols. */
export function members(
  root: (() => unknown) | null,
  keys: string[],
): Member[] {
  const found: Member[] = [];
  const value = follow(root, keys);
  if (value === null || value === undefined) return found;
  const seen: Record<string, true> = create(null);
  let owner = Object(value);
  for (let depth = 0; owner !== null; depth++, owner = getPrototypeOf(owner)) {
    if (isProxy(owner)) break;
    const names = namesOf(owner);
    for (let at = 0; at < names.length && found.length < MOST_NAMES; at++) {
      const name = names[at];
      if (seen[name] || isIndex(name)) continue;
      seen[name] = true;
      const kind = kindOf(getOwnPropertyDescriptor(owner, name)!);
      found[found.length] = { name, kind, depth };
    }
  }
  return found;
}

export function facts(value: unknown): Facts {
  const known: Facts = {};
  if (typeof value === "string") known.length = value.length;
  if (value === null || typeof value !== "object" || isProxy(value)) {
    return known;
  }
  if (isArray(value)) known.length = value.length;
  if (isTypedArray(value)) known.length = apply(lengthOfTypedArray, value, []);
  const shape = property(value, "shape");
  const dtype = property(value, "dtype");
  if (isArray(shape) && !isProxy(shape) && typeof dtype === "string") {
    known.dtype = dtype;
    known.shape = [];
    for (let at = 0; at < shape.length; at++) {
      known.shape[at] = Number(property(shape, `${at}`));
    }
  }
  return known;
}
