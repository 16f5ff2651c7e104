/**
 * TypeScript's own decorators, of before the language had any, as TypeScript's
 * output calls them. They are still what many libraries are written for.
 *
 * @see https://www.typescriptlang.org/docs/handbook/decorators.html
 * @module
 */

import { define } from "./define.ts";

const { getOwnPropertyDescriptor } = Object;

// deno-lint-ignore ban-types
type Callable = Function;

interface Reflection {
  decorate?: (decorators: Callable[], ...target: unknown[]) => unknown;
  metadata?: (key: string, value: unknown) => Callable;
}

/** `Reflect`, with what libraries such as reflect-metadata add to it. */
function reflection(): Reflection {
  return (globalThis as { Reflect?: Reflection }).Reflect ?? {};
}

/**
 * Applies decorators, last first, to a class or to a member of `target`.
 *
 * @param where Nothing for a class; else the member's name and `null` where
 *   its descriptor is to be looked up, undefined for a field.
 * @returns The class, or the member's descriptor.
 */
export function decorate(
  decorators: (Callable | undefined)[],
  target: object,
  ...where: [] | [PropertyKey, PropertyDescriptor | null | undefined]
): unknown {
  const [key, given] = where;
  const found = given === null ? getOwnPropertyDescriptor(target, key!) : given;
  const member = where.length > 0 ? [key, found] : [];
  const known = decorators.filter((decorator) => decorator !== undefined);
  const { decorate } = reflection();
  let result: unknown = where.length > 0 ? found : target;
  if (typeof decorate === "function") {
    result = decorate(known, target, ...member);
  } else {
    for (const decorator of known.reverse()) {
      result = (where.length > 0
        ? decorator(target, key, result)
        : decorator(result)) || result;
    }
  }
  if (where.length > 0 && result) {
    define(target, key!, result as PropertyDescriptor);
  }
  return result;
}

/** Notes a type, if a library such as reflect-metadata takes such notes. */
export function metadata(key: string, value: unknown): Callable | undefined {
  const { metadata } = reflection();
  return typeof metadata === "function" ? metadata(key, value) : undefined;
}

/** Gives a parameter's decorator the place of the parameter. */
export function param(index: number, decorator: Callable) {
  return (target: object, key: PropertyKey) => decorator(target, key, index);
}
