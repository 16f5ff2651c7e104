/**
 * Functions that are called when something happens to a widget.
 *
 * @module
 */

export type Listener = (...values: never[]) => unknown;

/**
 * Calls all functions, also those after one that throws, and waits for what
 * they return.
 *
 * @throws What one of them threw; of several an `AggregateError`.
 */
export function callAll(calls: (() => unknown)[]): Promise<unknown> {
  const errors: unknown[] = [];
  const results = calls.map((call) => {
    try {
      return call();
    } catch (error) {
      errors.push(error);
    }
  });
  if (errors.length === 0) return Promise.all(results);
  throw errors.length === 1 ? errors[0] : new AggregateError(errors);
}

/** Listeners by event. */
export class Listeners {
  readonly #byEvent = new Map<string, Set<Listener>>();

  /** @returns A function that takes the listener off again. */
  add(event: string, listener: Listener): () => void {
    const listeners = this.#byEvent.get(event) ?? new Set();
    this.#byEvent.set(event, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /**
   * Calls the listeners of an event, and waits for what they return.
   *
   * @throws What a listener throws, once all were called.
   */
  call(event: string, ...values: unknown[]): Promise<unknown> {
    return this.callWhile(() => true, event, ...values);
  }

  /**
   * The same as long as the event is news. A listener may change the value that
   * it is told of, and then all have been told of the new one.
   */
  callWhile(
    isNews: () => boolean,
    event: string,
    ...values: unknown[]
  ): Promise<unknown> {
    return callAll(
      [...this.#byEvent.get(event) ?? []].map((listener) => () =>
        isNews() ? listener(...values as never[]) : undefined
      ),
    );
  }
}
