/**
 * The requests that wait, by the table in `order.ts`: cells run one after the
 * other. Messages of comms keep their order among themselves, and wait for the
 * cells that came before, except for the one that runs.
 *
 * @module
 */

import type { RequestType } from "../protocol/messages.ts";
import type { Message } from "../protocol/message.ts";
import { ORDER } from "./order.ts";
import type { Channel } from "./sender.ts";

/** A request on its way to its reply. */
export interface Job {
  type: RequestType;
  channel: Channel;
  identities: Uint8Array[];
  request: Message;
  aborted: boolean;
}

export function isCell({ type }: Job): boolean {
  return ORDER[type] === "cell";
}

export class RequestQueue {
  readonly #handle: (job: Job) => Promise<void>;
  #waiting: Job[] = [];
  #running: Job | undefined;
  /** Fulfilled when the comms' messages let in so far are handled. */
  #letting = Promise.resolve();

  /** @param handle Never rejects; the next request waits for its end. */
  constructor(handle: (job: Job) => Promise<void>) {
    this.#handle = handle;
  }

  get waiting(): readonly Job[] {
    return this.#waiting;
  }

  get running(): Job | undefined {
    return this.#running;
  }

  /** Whether nothing is left to do once this request is handled. */
  isLast(job: Job): boolean {
    return this.#running === undefined ||
      this.#running === job && this.#waiting.length === 0;
  }

  /** Handles a request, when it is its turn. */
  add(job: Job): void {
    if (ORDER[job.type] === "once") {
      void this.#handle(job);
      return;
    }
    this.#waiting.push(job);
    if (!this.#running) void this.#drain();
    else if (isCell(this.#running)) this.#letIn();
  }

  async #drain() {
    for (;;) {
      const job = this.#running = this.#waiting.shift();
      if (!job) return;
      const handled = this.#handle(job);
      if (isCell(job)) this.#letIn();
      await handled;
      for (let seen; seen !== this.#letting;) await (seen = this.#letting);
    }
  }

  /** Hands on, in order, the messages of comms that no other cell precedes. */
  #letIn() {
    while (this.#waiting.length > 0 && !isCell(this.#waiting[0])) {
      const job = this.#waiting.shift()!;
      this.#letting = this.#letting.then(() => this.#handle(job));
    }
  }
}
