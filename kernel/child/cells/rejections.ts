/**
 * Which `await` of a cell an error came by. An error that is made in a callback
 * of Deno's own, as those of `node:fs/promises` and of sockets, has no cell on
 * its stack: only the `await` says where in the cell it matters.
 *
 * @module
 */

import { isObject } from "../language/is_object.ts";
import {
  Error,
  Object,
  Reflect,
  String,
  WeakMap,
} from "../language/natives.ts";

// Awaits are the cells' own code, which may have changed these.
const { has, set } = WeakMap.prototype;
const { apply } = Reflect;

/**
 * The first `await` that each error came by, the innermost; as an error whose
 * stack V8 makes a text only when it is read.
 */
const places = new WeakMap<object, Error>();
/** The latest value that is no object and was thrown so. */
let latest: { thrown: unknown; place: Error } | undefined;

/** Called where an `await` is rejected, before the cell goes on. */
export function noteRejection(thrown: unknown) {
  if (!isObject(thrown)) latest = { thrown, place: new Error() };
  else if (!apply(has, places, [thrown])) {
    apply(set, places, [thrown, new Error()]);
  }
}

/** The stack at the `await` that `thrown` came by; empty if there was none. */
export function stackOfAwait(thrown: unknown): string {
  const place = latest && Object.is(latest.thrown, thrown)
    ? latest.place
    : places.get(thrown as object);
  return place ? String(place.stack) : "";
}
