/**
 * The debugger of a kernel, made by the first who asks for it: most notebooks
 * are never debugged, and no cell has to wait for what it loads.
 *
 * @module
 */

import type {
  DebugEvent,
  DebugReply,
  DebugRequest,
} from "../protocol/debug.ts";
import { onDemand } from "../system/on_demand.ts";
import type { Debuggee } from "./debuggee.ts";
import type * as Loaded from "./debugger.ts";

/** Sends an event, as caused by the request that came last. */
export type PublishEvent = (event: DebugEvent) => void;

export class DebugService {
  readonly #debuggee: Debuggee;
  #debugger: Promise<Loaded.Debugger> | undefined;
  #publish: PublishEvent = () => {};
  #seq = 1;

  constructor(debuggee: Debuggee) {
    this.#debuggee = debuggee;
  }

  /**
   * Answers a request; never throws.
   *
   * @param publish For events from here on.
   */
  async request(
    request: DebugRequest,
    publish: PublishEvent,
  ): Promise<DebugReply> {
    this.#publish = publish;
    const debugger_ = await (this.#debugger ??= this.#load());
    return await debugger_.request(request);
  }

  async #load(): Promise<Loaded.Debugger> {
    const { Debugger }: typeof Loaded = await import(onDemand("./debugger.ts"));
    return new Debugger(this.#debuggee, (event, body) => {
      this.#publish({ type: "event", seq: this.#seq++, event, body });
    });
  }
}
