/**
 * One loop for all sockets of a process: waits for their descriptors and wakes
 * those that may have news.
 *
 * @module
 */

import { Pair, type Socket } from "zeromq";
import { pollDescriptors } from "./descriptor_poll.ts";

/** ZMQ_FD, an option that zeromq reads but has no name for. */
const ZMQ_FD = 14;

/** In ms. After it all sockets are looked at, so a bug would cost this and no hang. */
const LONGEST_WAIT_MS = 1000;

interface RawOptions {
  getInt32Option(option: number): number;
  getInt64Option(option: number): number;
}

function descriptorOf(socket: Socket): number {
  const raw = socket as unknown as RawOptions;
  // A SOCKET has 64 bits on Windows, of which it uses 32.
  return Deno.build.os === "windows"
    ? raw.getInt64Option(ZMQ_FD)
    : raw.getInt32Option(ZMQ_FD);
}

interface Watched {
  descriptor: number;
  wake: () => void;
}

/**
 * Wakes the owners of sockets.
 *
 * A descriptor only says that something happened since it was last asked, so
 * after each wake-up the owner must work until its socket has nothing left.
 */
class Poller {
  readonly #watched = new Map<Socket, Watched>();
  readonly #bell = new Pair({ receiveTimeout: 0, sendTimeout: 0, linger: 0 });
  readonly #ear = new Pair({ receiveTimeout: 0, sendTimeout: 0, linger: 0 });
  #running: Promise<void> | undefined;

  constructor() {
    this.#ear.bindSync("inproc://thaw-poller");
    this.#bell.connect("inproc://thaw-poller");
  }

  /** Calls `wake` whenever the socket may have news, until `forget`. */
  watch(socket: Socket, wake: () => void): void {
    this.#watched.set(socket, { descriptor: descriptorOf(socket), wake });
    this.#running ??= this.#run();
    this.#ring();
  }

  /** Stops watching; once this resolves, the socket can be closed. */
  async forget(socket: Socket): Promise<void> {
    this.#watched.delete(socket);
    this.#ring();
    if (this.#watched.size === 0) await this.#running;
  }

  /** Ends the present wait, so that the next one takes in what changed. */
  #ring(): void {
    this.#bell.send("").catch(() => {/* It is ringing already. */});
  }

  async #run(): Promise<void> {
    const ear = { descriptor: descriptorOf(this.#ear), wake: () => {} };
    while (this.#watched.size > 0) {
      const waiting = [ear, ...this.#watched.values()];
      const ready = await pollDescriptors(
        waiting.map(({ descriptor }) => descriptor),
        LONGEST_WAIT_MS,
      );
      while (this.#ear.readable) await this.#ear.receive();
      const none = !ready.includes(true);
      waiting.forEach(({ wake }, index) => {
        if (none || ready[index]) wake();
      });
    }
    this.#running = undefined;
  }
}

/** The poller of this process. */
export const poller = new Poller();
