/**
 * Makes cells see what was replaced in a built-in module. Deno's
 * `syncBuiltinESMExports` leaves named exports as they were.
 *
 * @module
 */

import { Object, Set } from "../language/natives.ts";

const patched = new Set<unknown>();

/** @param builtin Default export of a built-in module. */
export function markPatched(builtin: object) {
  patched.add(builtin);
}

/** The namespace of a built-in module as cells are to see it. */
export function withPatches(
  namespace: Record<string, unknown>,
): Record<string, unknown> {
  if (!patched.has(namespace.default)) return namespace;
  const builtin = namespace.default as Record<string, unknown>;
  const copy = { ...namespace };
  for (const name of Object.keys(namespace)) {
    if (name in builtin) copy[name] = builtin[name];
  }
  return copy;
}
