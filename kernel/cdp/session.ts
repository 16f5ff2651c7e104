/**
 * One DevTools session: commands that are answered once, events that come
 * whenever they like.
 *
 * @module
 */

import { jsonText } from "../bridge/json_text.ts";
import { log, told } from "../log/log.ts";
import { trace } from "../log/trace.ts";
import type { Commands, Events } from "./domains.ts";
import { CdpClosedError, CdpError } from "./errors.ts";
import type { CdpTransport } from "./transport.ts";

/** Sends one command; see `CdpSession.post()`. */
type Post = <M extends keyof Commands>(
  method: M,
  params: Commands[M][0],
) => Promise<Commands[M][1]>;

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
  #listeners = new Map<string, Set<Listener>>();
  #nextId = 1;
  #open = true;
  /** Commands that wait until `alone()` has ended. */
  #waiting: string[] | undefined;

  constructor(transport: CdpTransport) {
    this.#transport = transport;
    transport.onMessage = (text) => this.#receive(text);
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
    return this.#send(method, params, (text) => {
      if (this.#waiting) this.#waiting.push(text);
      else this.#transport.send(text);
    });
  }

  /** Sends what `work` sends at once in one piece: the runtime wakes up once. */
  together<T>(work: () => T): T {
    return this.#transport.together(work);
  }

  /**
   * Does something during which nothing else is sent: others' commands wait.
   *
   * @param work Is given a `post` that does not wait.
   */
  async alone<T>(work: (post: Post) => Promise<T>): Promise<T> {
    const waiting: string[] = this.#waiting = [];
    try {
      return await work((method, params) =>
        this.#send(method, params, (text) => this.#transport.send(text))
      );
    } finally {
      this.#waiting = undefined;
      for (const text of waiting) this.#transport.send(text);
    }
  }

  #send<M extends keyof Commands>(
    method: M,
    params: Commands[M][0],
    send: (text: string) => void,
  ): Promise<Commands[M][1]> {
    if (!this.#open) return Promise.reject(new CdpClosedError(method));
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending.set(id, { method, resolve, reject });
    const text = jsonText({ id, method, params });
    trace("cdp", `-> ${text}`);
    send(text);
    return promise as Promise<Commands[M][1]>;
  }

  /**
   * Adds a listener of an event. What it throws is logged, and others are
   * called all the same.
   *
   * @returns Takes it off again.
   */
  on<E extends keyof Events>(
    event: E,
    listener: (params: Events[E]) => void,
  ): () => void {
    // A fresh function, so that one listener may be added twice.
    const added: Listener = (params) => listener(params);
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(added));
    return () => void listeners.delete(added);
  }

  close() {
    this.#transport.close();
    this.#end();
  }

  #receive(text: string) {
    trace("cdp", `<- ${text}`);
    const message: Incoming = JSON.parse(text);
    if (message.id === undefined) {
      for (const listener of [...this.#listeners.get(message.method!) ?? []]) {
        try {
          listener(message.params as never);
        } catch (error) {
          log.line(`a listener of ${message.method} failed: ${told(error)}`);
        }
      }
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
