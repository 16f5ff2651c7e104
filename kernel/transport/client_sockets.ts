/**
 * A client's five sockets: the other end of `KernelSockets`.
 *
 * @module
 */

import { Dealer, Subscriber } from "zeromq";
import { Channel, NON_BLOCKING, trySend } from "./channel.ts";
import type { ClientHandlers, ClientOutlets } from "./client_outlets.ts";
import { type ConnectionInfo, endpoint } from "./connection_info.ts";
import { curveClient } from "./curve.ts";

/**
 * How soon a kernel that does not listen yet is tried again, in ms. ZeroMQ's own
 * tenth of a second is half of what our kernel needs to start.
 */
const RECONNECT_MS = 10;

/** Sends and receives for a client; nothing here ever blocks. */
export class ClientSockets implements ClientOutlets {
  readonly #shell: Channel;
  readonly #control: Channel;
  readonly #stdin: Channel;
  readonly #heartbeat: Channel;
  readonly #iopub: Channel;
  readonly #pings: (() => void)[] = [];

  private constructor(
    info: ConnectionInfo,
    handlers: ClientHandlers,
    identity: string,
  ) {
    const options = {
      ...curveClient(info),
      linger: 0,
      ipv6: info.ip.includes(":"),
      reconnectInterval: RECONNECT_MS,
    };
    const dealer = (
      name: "shell" | "control" | "stdin" | "hb",
      receive: (frames: Uint8Array[]) => void,
    ): Channel => {
      const socket = new Dealer({
        ...options,
        ...NON_BLOCKING,
        routingId: identity,
      });
      socket.connect(endpoint(info, name));
      return new Channel(socket, (frames) => trySend(socket, frames), receive);
    };
    this.#shell = dealer("shell", handlers.onShell);
    this.#control = dealer("control", handlers.onControl);
    // The kernel asks on stdin by the identity it knows from shell.
    this.#stdin = dealer("stdin", handlers.onStdin);
    this.#heartbeat = dealer("hb", () => this.#pings.shift()?.());
    const iopub = new Subscriber({ ...options, receiveTimeout: 0 });
    iopub.connect(endpoint(info, "iopub"));
    iopub.subscribe();
    this.#iopub = new Channel(
      iopub,
      () => Promise.reject(new TypeError("A subscriber sends nothing")),
      handlers.onIopub,
    );
  }

  /**
   * Connects, whether or not the kernel listens already: what is sent before
   * waits.
   *
   * @param identity Names this client to the kernel; unique among its clients.
   */
  static open(
    info: ConnectionInfo,
    handlers: ClientHandlers,
    identity: string,
  ): ClientSockets {
    return new ClientSockets(info, handlers, identity);
  }

  /** Sends a request on shell. */
  sendShell(frames: Uint8Array[]): void {
    this.#shell.send(frames);
  }

  /** Sends a request on control. */
  sendControl(frames: Uint8Array[]): void {
    this.#control.send(frames);
  }

  /** Sends an answer on stdin. */
  sendStdin(frames: Uint8Array[]): void {
    this.#stdin.send(frames);
  }

  /** Resolves when the kernel's heartbeat has answered. */
  ping(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pings.push(resolve);
    this.#heartbeat.send([new Uint8Array(), new Uint8Array([0])]);
    return promise;
  }

  /** Closes the sockets; what the kernel has not read yet is lost. */
  async close(): Promise<void> {
    const channels = [
      this.#shell,
      this.#control,
      this.#stdin,
      this.#heartbeat,
      this.#iopub,
    ];
    await Promise.all(channels.map((channel) => channel.close()));
  }
}
