/**
 * State that belongs to the process, not to a copy of the library.
 *
 * A notebook whose module is edited imports the library a second time. What
 * was changed in TensorFlow.js stays as the first copy changed it, and has to
 * see what the second copy is told: a seed, a learning phase.
 *
 * @module
 */

/**
 * The state of a name, the same for all copies of the library.
 *
 * @param make Makes it where no copy has asked for it before.
 */
export function processWide<T extends object>(name: string, make: () => T): T {
  const key = Symbol.for(`thaw.${name}`);
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  return store[key] ??= make();
}
