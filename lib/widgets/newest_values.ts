/**
 * Values for a loop that may be slower than they come: whenever it asks, it
 * gets the newest one.
 *
 * @module
 */

export class NewestValues<Value> {
  #newest: { value: Value } | undefined;
  #hasEnded = false;
  #wake = () => {};

  put(value: Value): void {
    this.#newest = { value };
    this.#wake();
  }

  /** Ends the loop; a value that it has not taken is dropped. */
  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Value> {
    while (!this.#hasEnded) {
      const newest = this.#newest;
      this.#newest = undefined;
      if (newest) yield newest.value;
      else await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }
}
