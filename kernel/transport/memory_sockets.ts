/**
 * A kernel's sockets and its client's in one process: frames are handed over
 * in the order in which they were sent, and nothing else is different.
 *
 * @module
 */

import type { KernelHandlers, KernelSockets } from "./kernel_sockets.ts";
import type { ClientHandlers, ClientOutlets } from "./client_outlets.ts";

/** The kernel's end; `connect()` gives the client's. */
export class MemorySockets implements KernelSockets {
  /** Nobody is slow: a client takes what is sent in the same turn. */
  readonly pending = 0;
  readonly #kernel: KernelHandlers;
  #client: ClientHandlers | undefined;
  #closed = false;

  constructor(kernel: KernelHandlers) {
    this.#kernel = kernel;
  }

  /**
   * Connects the one client.
   *
   * @param identity The first frame of what the kernel receives.
   */
  connect(client: ClientHandlers, identity: string): ClientOutlets {
    this.#client = client;
    const address = new TextEncoder().encode(identity);
    const to = (receive: (frames: Uint8Array[]) => void) =>
    (
      frames: Uint8Array[],
    ) => this.#soon(() => receive([address, ...frames]));
    this.#soon(() =>
      this.#kernel.onSubscribe?.("", (frames) => this.publish(frames))
    );
    return {
      sendShell: to((frames) => this.#kernel.onShell(frames)),
      sendControl: to((frames) => this.#kernel.onControl(frames)),
      sendStdin: to((frames) => this.#kernel.onStdin(frames)),
      close: () => this.close(),
    };
  }

  sendShell([, ...frames]: Uint8Array[]): void {
    this.#soon(() => this.#client?.onShell(frames));
  }

  sendControl([, ...frames]: Uint8Array[]): void {
    this.#soon(() => this.#client?.onControl(frames));
  }

  sendStdin([, ...frames]: Uint8Array[]): void {
    this.#soon(() => this.#client?.onStdin(frames));
  }

  publish(frames: Uint8Array[]): void {
    this.#soon(() => this.#client?.onIopub(frames));
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  /** Delivers what was sent before, and nothing that comes after. */
  close(): Promise<void> {
    return new Promise((resolve) =>
      queueMicrotask(() => {
        this.#closed = true;
        resolve();
      })
    );
  }

  /** Later, since the sender has not yet noted that it waits for an answer. */
  #soon(deliver: () => void): void {
    queueMicrotask(() => {
      if (!this.#closed) deliver();
    });
  }
}
