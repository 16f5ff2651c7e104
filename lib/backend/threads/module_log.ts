/** Room for the modules of all kernels and formulas, many times over. */
const SIZE_BYTES = 2 ** 22;

/**
 * The bytes of compiled modules, in memory that all workers read: the count of
 * words used, then each module's length in bytes and its bytes.
 *
 * Messages would never arrive: a worker's event loop does not turn.
 */
export class ModuleLog {
  readonly buffer = new SharedArrayBuffer(SIZE_BYTES);
  readonly #words = new Int32Array(this.buffer);
  #functions = 0;

  constructor() {
    this.#words[0] = 1;
  }

  /**
   * Adds a module that exports `count` functions.
   *
   * @returns The number of its first function; undefined where it has no room.
   */
  add(bytes: Uint8Array, count: number): number | undefined {
    const at = this.#words[0];
    const end = at + 1 + Math.ceil(bytes.length / 4);
    if (end > this.#words.length) return undefined;
    this.#words[at] = bytes.length;
    new Uint8Array(this.buffer).set(bytes, 4 * (at + 1));
    Atomics.store(this.#words, 0, end);
    const first = this.#functions;
    this.#functions += count;
    return first;
  }
}
