/**
 * Stops that came before the cells they mean: control and shell are two
 * sockets, and a Stop that a client sent after a cell may overtake it.
 *
 * @module
 */

import { type Header, sentBefore } from "../protocol/message.ts";

/**
 * How long a cell may be under way. Not for ever: if the client's clock is set
 * back, all its cells are dated before its last Stop.
 */
const UNDER_WAY_MS = 5000;
/** Clients whose last Stop is remembered. */
const SESSIONS = 1000;

export class RecentStops {
  readonly #stops = new Map<string, { header: Header; at: number }>();
  readonly #now: () => number;

  /** @param now In ms, by a clock that nobody sets. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Remembers the Stop of a session, its latest. */
  note(header: Header): void {
    const { session } = header;
    const before = this.#stops.get(session);
    if (before && sentBefore(header, before.header)) return;
    this.#stops.delete(session);
    this.#stops.set(session, { header, at: this.#now() });
    if (this.#stops.size <= SESSIONS) return;
    for (const oldest of this.#stops.keys()) {
      this.#stops.delete(oldest);
      break;
    }
  }

  /** Whether a Stop for this cell, which arrives only now, has come already. */
  covers(cell: Header): boolean {
    const stop = this.#stops.get(cell.session);
    return stop !== undefined && this.#now() - stop.at <= UNDER_WAY_MS &&
      sentBefore(cell, stop.header);
  }
}
