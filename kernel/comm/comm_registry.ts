/**
 * Which comms are open: what the messages say that pass by in either
 * direction. Who listens to them is known in the runtime only.
 *
 * @module
 */

import { log } from "../log/log.ts";

/** A cell that opens comms for ever must not take the kernel's memory. */
const OPEN_COMMS = 100_000;

/** What Jupyter's widgets open for each widget, and to ask for all of them. */
const WIDGET = "jupyter.widget";
const WIDGETS_QUESTION = "jupyter.widget.control";

export class CommRegistry {
  #targets = new Map<string, string>();

  /** Takes note of a message from or to the cells. */
  note(msg_type: string, content: Record<string, unknown>) {
    const id = String(content.comm_id);
    if (msg_type === "comm_open") {
      if (this.#targets.size >= OPEN_COMMS && !this.#targets.has(id)) {
        log.repeated(`not listed a comm: there are ${OPEN_COMMS}`);
        return;
      }
      this.#targets.set(id, String(content.target_name));
    } else if (msg_type === "comm_close") this.#targets.delete(id);
  }

  /**
   * Whether the cells that have run take a message of a page: its comm is open,
   * or it asks, in a page that was loaded again, for the widgets that are there.
   */
  isTaken({ comm_id, target_name }: Record<string, unknown>): boolean {
    return this.#targets.has(comm_id as string) ||
      target_name === WIDGETS_QUESTION &&
        [...this.#targets.values()].includes(WIDGET);
  }

  /** Open comms by id; those of one target if one is named. */
  open(target_name?: string): Record<string, { target_name: string }> {
    const found = [...this.#targets].filter(([, target]) =>
      target_name === undefined || target === target_name
    );
    return Object.fromEntries(
      found.map(([id, target_name]) => [id, { target_name }]),
    );
  }

  /** Forgets all of them, and tells which they were. */
  clear(): string[] {
    const ids = [...this.#targets.keys()];
    this.#targets.clear();
    return ids;
  }
}
