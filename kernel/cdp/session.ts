/**
 * One DevTools session: commands that are answered once, events that come
 * whenever they like.
 *
 * @module
 */

import type { Commands, Events } from "./domains.ts";
import { CdpClosedError, CdpError } from "./errors.ts";
import type { CdpTransport } from "./transport.ts";

/** In ms; a runtime that is not busy is back from DevTools long before. */
const MOMENT = 20;

interface Pending {
  method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

interface Incoming {
  id?: number;
  result?: unknown;
  error?: { code: number; message: string };
  method?: string;
  params?: unknown;
}

type Listener = (params: never) => void;

export class CdpSession {
  /** Fulfilled when the connection has ended, for whatever reason. */
  readonly closed: Promise<void>;
  #transport: CdpTransport;
  #pending = new Map<number, Pending>();
  #listeners = new Map<string, Listener>();
  #nextId = 1;
  #open = true;
  /** Commands that wait for a termination. */
  #waiting: string[] | undefined;

  constructor(transport: CdpTransport) {
    this.#transport = transport;
    transport.onMessage = (text) => this.#receive(JSON.parse(text));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    transport.onClose = () => {
      this.#end();
      resolve();
    };
  }

  /**
   * Sends one command.
   *
   * @throws {CdpError} If the runtime refuses it.
   * @throws {CdpClosedError} If the connection ends first.
   */
  post<M extends keyof Commands>(
    method: M,
    params: Commands[M][0],
  ): Promise<Commands[M][1]> {
    if (!this.#open) return Promise.reject(new CdpClosedError(method));
    const { promise, text } = this.#command(method, params);
    if (this.#waiting) this.#waiting.push(text);
    else this.#transport.send(text);
    return promise;
  }

  /**
   * Ends the JavaScript that runs, most of the time.
   *
   * V8 takes the end of what it evaluates in the same breath for the end of
   * what was to be terminated, which then goes on. So what is sent meanwhile
   * waits until V8 says that it is done, or for a `MOMENT` after it has taken
   * the order: where nothing runs, it terminates what is evaluated next.
   *
   * @returns Once the order was taken, which a native call may hold up. Whether
   *   anything still runs has to be asked then.
   */
  async terminate(): Promise<void> {
    const order = this.#command("Runtime.terminateExecution", {});
    const taken = this.#command("Runtime.getIsolateId", {});
    // Refused where one is under way already.
    const done = order.promise.catch(() => {});
    this.#waiting ??= [];
    this.#transport.send(order.text);
    this.#transport.send(taken.text);
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await taken.promise;
      const moment = new Promise((resolve) => {
        timer = setTimeout(resolve, MOMENT);
      });
      await Promise.race([done, moment]);
    } finally {
      clearTimeout(timer);
      for (const text of this.#waiting ?? []) this.#transport.send(text);
      this.#waiting = undefined;
    }
  }

  #command<M extends keyof Commands>(method: M, params: Commands[M][0]) {
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(id, { method, resolve, reject });
    return {
      promise: promise as Promise<Commands[M][1]>,
      text: JSON.stringify({ id, method, params }),
    };
  }

  /** Sets the one listener of an event. */
  on<E extends keyof Events>(event: E, listener: (params: Events[E]) => void) {
    this.#listeners.set(event, listener as Listener);
  }

  close() {
    this.#transport.close();
    this.#end();
  }

  #receive(message: Incoming) {
    if (message.id === undefined) {
      this.#listeners.get(message.method!)?.(message.params as never);
      return;
    }
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    this.#pending.delete(message.id);
    if (message.error) {
      const { code, message: reason } = message.error;
      pending.reject(new CdpError(pending.method, code, reason));
    } else {
      pending.resolve(message.result);
    }
  }

  #end() {
    this.#open = false;
    for (const { method, reject } of this.#pending.values()) {
      reject(new CdpClosedError(method));
    }
    this.#pending.clear();
  }
}
