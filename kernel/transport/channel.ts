/**
 * A socket that receives by callback and sends in order without blocking.
 *
 * @module
 */

import type { Socket } from "zeromq";
import { poller } from "./poller.ts";

/** After so many messages in a row others get a turn of the event loop. */
const TURN_MESSAGES = 256;

/** A socket that receives; all that Jupyter needs do. */
export interface ReadableSocket extends Socket {
  receive(): Promise<Uint8Array[]>;
}

/** A socket that sends as well. */
export interface WritableSocket extends ReadableSocket {
  send(frames: Uint8Array[]): Promise<void>;
}

/** How often a blocked socket is tried again, in ms; see `#pump`. */
const SEND_RETRY_MS = 10;

/** Sends one message; false if the socket takes none at present. */
export type Attempt = (frames: Uint8Array[]) => Promise<boolean>;

/**
 * Options every socket needs here: all calls return at once. A subscriber must
 * not be given `sendTimeout`: an option a socket lacks ends the process.
 */
export const NON_BLOCKING = { receiveTimeout: 0, sendTimeout: 0 };

/** Whether this is ZeroMQ's "not now". */
function isAgain(error: unknown): boolean {
  return (error as { code?: string }).code === "EAGAIN";
}

/**
 * Sends if the socket takes it now. Not for longer than a call: zeromq queues
 * or refuses on the spot when its timeouts are 0.
 */
export async function trySend(
  socket: WritableSocket,
  frames: Uint8Array[],
): Promise<boolean> {
  try {
    await socket.send(frames);
    return true;
  } catch (error) {
    if (isAgain(error) || socket.closed) return false;
    throw error;
  }
}

/** One socket, pumped whenever it has news or something is to be sent. */
export class Channel {
  readonly #socket: ReadableSocket;
  readonly #attempt: Attempt;
  readonly #receive: (frames: Uint8Array[]) => void;
  readonly #queue: Uint8Array[][] = [];
  #pumping = false;
  #again = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /**
   * Starts at once.
   *
   * @param attempt How to send; it decides what happens when it can't.
   * @param receive Called with each message. What it throws is not caught.
   */
  constructor(
    socket: ReadableSocket,
    attempt: Attempt,
    receive: (frames: Uint8Array[]) => void,
  ) {
    this.#socket = socket;
    this.#attempt = attempt;
    this.#receive = receive;
    poller.watch(socket, () => this.wake());
    this.wake();
  }

  /**
   * Sends, in order, as soon as the socket takes it. The frames must not
   * change. After `close`, nothing happens.
   */
  send(frames: Uint8Array[]): void {
    if (this.#socket.closed) return;
    this.#queue.push(frames);
    this.wake();
  }

  /** Looks for news and for room to send. */
  wake(): void {
    this.#again = true;
    if (!this.#pumping) void this.#pump();
  }

  /** Closes the socket; what it has not taken yet is dropped. */
  async close(): Promise<void> {
    await poller.forget(this.#socket);
    this.#socket.close();
    clearTimeout(this.#retry);
    this.#queue.length = 0;
  }

  // Every call on a socket may swallow the news its descriptor tells: a send
  // that a message has come, a receive that there is room to send. So each
  // turn sends, then receives until nothing is left; and while sending is
  // blocked, which is rare, a timer looks as well.
  async #pump(): Promise<void> {
    this.#pumping = true;
    clearTimeout(this.#retry);
    while (this.#again && !this.#socket.closed) {
      this.#again = false;
      await this.#sendQueue();
      await this.#drain();
    }
    this.#pumping = false;
    if (this.#queue.length > 0 && !this.#socket.closed) {
      this.#retry = setTimeout(() => this.wake(), SEND_RETRY_MS);
    }
  }

  async #sendQueue(): Promise<void> {
    let sent = 0;
    for (let frames = this.#queue[0]; frames; frames = this.#queue[sent]) {
      if (!await this.#attempt(frames)) break;
      if (++sent % TURN_MESSAGES === 0) await turn();
    }
    this.#queue.splice(0, sent);
  }

  async #drain(): Promise<void> {
    let received = 0;
    while (!this.#socket.closed && this.#socket.readable) {
      this.#receive(await this.#socket.receive());
      if (++received % TURN_MESSAGES === 0) await turn();
    }
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
