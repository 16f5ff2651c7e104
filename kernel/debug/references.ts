/**
 * What a client may look into, by the numbers that it was given. They hold
 * until the code goes on, or until the globals are listed anew.
 *
 * @module
 */

import type { Scope } from "../cdp/domains.ts";
import { DebugError, GONE } from "./debug_error.ts";
import type { Frame } from "./frame.ts";

export type Reference =
  /** Variables of a frame; where names clash, the first scope's. */
  | { kind: "scopes"; scopes: Scope[]; frame: Frame }
  /** The notebook's variables. */
  | { kind: "globals"; frame?: Frame }
  | { kind: "object"; objectId: string; path?: string }
  /** Some of the many items of a value. */
  | { kind: "items"; objectId: string; start: number; count: number }
  /** A getter that runs when it is opened. */
  | { kind: "getter"; objectId: string; name: string };

export class References {
  readonly #references = new Map<number, Reference>();
  #next = 1;

  /** Gives a reference a number that no other one has had. */
  add(reference: Reference): number {
    this.#references.set(this.#next, reference);
    return this.#next++;
  }

  /** @throws {DebugError} If it holds no more. */
  get(reference: number): Reference {
    const found = this.#references.get(reference);
    if (found) return found;
    throw new DebugError(GONE);
  }

  clear(): void {
    this.#references.clear();
  }
}
