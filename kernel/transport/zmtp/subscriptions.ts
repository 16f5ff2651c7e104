/** Subscriptions of one connection; more are refused. */
const MOST_SUBSCRIPTIONS = 1000;

/** The topics of one subscriber; each stands for all that start with it. */
export class Subscriptions {
  readonly #topics: Uint8Array[] = [];

  /** @returns Whether there was room for one more. */
  add(topic: Uint8Array): boolean {
    if (this.#topics.length >= MOST_SUBSCRIPTIONS) return false;
    this.#topics.push(topic);
    return true;
  }

  /** Ends one subscription to a topic, if there is any. */
  remove(topic: Uint8Array): void {
    const at = this.#topics.findIndex((other) =>
      other.length === topic.length && startsWith(other, topic)
    );
    if (at >= 0) this.#topics.splice(at, 1);
  }

  include(topic: Uint8Array): boolean {
    return this.#topics.some((start) => startsWith(topic, start));
  }
}

function startsWith(topic: Uint8Array, start: Uint8Array): boolean {
  return start.length <= topic.length &&
    start.every((byte, index) => byte === topic[index]);
}
