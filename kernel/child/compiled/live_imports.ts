/**
 * Names that cells import, read where they are: in the module, which may
 * change what it exports. `kernel/cell` compiles each read of such a name to a
 * read of a property here.
 *
 * @module
 */

import { attempt } from "../language/attempt.ts";
import { withIntrinsics } from "../language/intrinsics.ts";
import { isObject } from "../language/is_object.ts";
import { Map, Object, SyntaxError } from "../language/natives.ts";
import { define } from "./define.ts";
import { nearest } from "./nearest.ts";

type Namespace = Record<string, unknown>;

/** What an import binds to a name. */
type Binding = [
  /** As the module calls it. */
  exported: string,
  /** Sets the variable of that name. */
  set: (value: unknown) => void,
  /** Whether a name that the module lacks is an error at once. */
  needed: boolean,
];

const { hasOwn } = Object;

const getters = new Map<string, () => unknown>();
/** Brings the variables up to date. */
const updates = new Map<string, () => void>();
/** What reads of imported names compile to, up to the name. */
let written = "";

/** What compiled cells read. */
export const imports: { live: object } = { live: {} };

/** Sets what the cells' runtime is called. */
export function installLiveImports(runtime: string) {
  written = `${runtime}.imports.live.`;
}

/**
 * Gives all getters to a new object of a new class. Once V8 has seen another
 * getter for a property, in this object or in one of the same shape, each read
 * of it takes ten times as long.
 */
function publish() {
  const live = new (class {})();
  for (const [name, get] of getters) {
    define(live, name, { get });
  }
  imports.live = live;
}

/** From now on a name is what its variable is: it is declared anew. */
export function unbind(name: string, read: () => unknown) {
  withIntrinsics(() => {
    updates.delete(name);
    getters.set(name, read);
    publish();
  });
}

/**
 * Binds names to what a module exports.
 *
 * A name that it lacks may be a type, and is an error only when it is read, if
 * it is not `needed` at once.
 *
 * @returns The values, by the names that the cell gives them.
 * @throws {SyntaxError} If the module lacks what is needed.
 */
export function bind(
  namespace: Namespace,
  specifier: string,
  bindings: Record<string, Binding>,
): Record<string, unknown> {
  return withIntrinsics(() => {
    const values: Record<string, unknown> = Object.create(null);
    for (const name of Object.keys(bindings)) {
      const [exported, set, needed] = bindings[name];
      if (hasOwn(namespace, exported)) {
        getters.set(name, () => namespace[exported]);
        updates.set(name, () => set(namespace[exported]));
        values[name] = namespace[exported];
        continue;
      }
      if (needed || exported === "default") {
        throw lacks(namespace, specifier, exported);
      }
      updates.delete(name);
      getters.set(name, () => {
        throw withIntrinsics(() => lacks(namespace, specifier, exported));
      });
    }
    publish();
    return values;
  });
}

/** Updates the variables, for what reads them: completion, `eval`. */
export function updateImports() {
  for (const update of updates.values()) {
    try {
      update();
    } catch {
      // A module that is not yet evaluated, in a circle of imports.
    }
  }
}

function lacks(
  namespace: Namespace,
  specifier: string,
  name: string,
): SyntaxError {
  if (name === "default") {
    return new SyntaxError(
      `The module '${specifier}' has no default export; ` +
        `\`import * as name\` takes all it exports`,
    );
  }
  const near = nearest(name, Object.keys(namespace));
  let more = near === undefined ? "" : `; it exports '${near}'`;
  // Deno reads the names of a CommonJS module from its text, and misses some.
  if (isPartOf(attempt(() => namespace.default, undefined), name)) {
    more = ", but its default export has it: " +
      `\`import name from "${specifier}"\`, then \`name.${name}\``;
  }
  return new SyntaxError(
    `The module '${specifier}' does not export '${name}'${more}`,
  );
}

function isPartOf(value: unknown, name: string): boolean {
  return isObject(value) && attempt(() => hasOwn(value, name), false);
}

/** A message of V8's, without what reads of imported names compile to. */
export function plainMessage(message: string): string {
  const called = `(0 , ${written}`;
  let text = message;
  for (let at = text.indexOf(called); at >= 0; at = text.indexOf(called, at)) {
    const name = text.slice(at + called.length);
    text = text.slice(0, at) + name.replace(")", "");
  }
  return text.replaceAll(written, "");
}
