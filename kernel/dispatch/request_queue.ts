/**
 * The requests that wait, by the table in `order.ts`: cells run one after the
 * other. Those of a comm that is open reach the cell that runs: behind "Run all"
 * a training's Stop button would wait for the training's end, and a cell that
 * awaits a slider for ever. A comm that is opened, and what follows on it, waits
 * for the cells that came before, except for the one that runs: one of them may
 * say who takes it. Messages of one comm keep their order.
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

/** A comm's id; the handler refuses what is no text. */
function idOf({ request: { content } }: Job): string {
  return typeof content.comm_id === "string" ? content.comm_id : "";
}

export function isCell({ type }: Job): boolean {
  return ORDER[type] === "cell";
}

export class RequestQueue {
  readonly #handle: (job: Job) => Promise<void>;
  readonly #isTaken: (content: Record<string, unknown>) => boolean;
  #waiting: Job[] = [];
  #running: Job | undefined;
  /** Comms with messages that were let in; one may be about to be opened. */
  readonly #underWay = new Set<string>();
  /** Fulfilled when the comms' messages let in so far are handled. */
  #letting = Promise.resolve();

  /**
   * @param handle Never rejects; the next request waits for its end.
   * @param isTaken Whether a comm's message needs no cell that is queued.
   */
  constructor(
    handle: (job: Job) => Promise<void>,
    isTaken: (content: Record<string, unknown>) => boolean,
  ) {
    this.#handle = handle;
    this.#isTaken = isTaken;
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

  /** Hands on, in order, the messages of comms that need not wait. */
  #letIn() {
    const kept: Job[] = [];
    /** Comms with a message that waits. */
    const held = new Set<string>();
    for (const job of this.#waiting) {
      const id = idOf(job);
      const isTaken = () =>
        this.#underWay.has(id) || this.#isTaken(job.request.content);
      const isFirst = kept.length === 0;
      if (isCell(job) || !isFirst && (held.has(id) || !isTaken())) {
        kept.push(job);
        if (!isCell(job)) held.add(id);
        continue;
      }
      this.#underWay.add(id);
      this.#letting = this.#letting.then(() => this.#handle(job)).then(() => {
        this.#underWay.delete(id);
      });
    }
    this.#waiting = kept;
  }
}
