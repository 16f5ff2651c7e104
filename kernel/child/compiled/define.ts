/**
 * Property descriptors that hold no more than they say: a cell may have given
 * a `get` to all objects.
 *
 * @module
 */

const { Object } = globalThis;
const { assign, create, defineProperty, getOwnPropertyDescriptor } = Object;

/** As `Object.defineProperty`. */
export function define<T extends object>(
  target: T,
  name: PropertyKey,
  descriptor: PropertyDescriptor,
): T {
  return defineProperty(target, name, assign(create(null), descriptor));
}

/** As `Object.getOwnPropertyDescriptor`; empty where there is no property. */
export function described(
  target: object | null,
  name: PropertyKey,
): PropertyDescriptor {
  const found = target && getOwnPropertyDescriptor(target, name);
  return assign(create(null), found);
}
