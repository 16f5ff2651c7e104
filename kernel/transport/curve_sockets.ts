/**
 * The kernel's five sockets with encryption, by libzmq. The heartbeat is
 * answered in here; all other frames go up as they came.
 *
 * @module
 */

import { Router, type Socket, XPublisher } from "zeromq";
import { Channel, LINGER_MS, NON_BLOCKING, trySend } from "./channel.ts";
import {
  type ChannelName,
  type ConnectionInfo,
  endpoint,
} from "./connection_info.ts";
import { curveServer } from "./curve.ts";
import { HIGH_WATER_MARK, Publisher } from "./curve_publisher.ts";
import type { KernelHandlers, KernelSockets } from "./kernel_sockets.ts";
import { TransportError } from "./transport_error.ts";

/** Sends and receives for a kernel; nothing here ever blocks. */
export class CurveSockets implements KernelSockets {
  readonly #shell: Channel;
  readonly #control: Channel;
  readonly #stdin: Channel;
  readonly #heartbeat: Channel;
  readonly #iopub: Publisher;

  private constructor(info: ConnectionInfo, handlers: KernelHandlers) {
    // A client that reconnects takes over the identity of its dead connection.
    // Replies are never dropped: a client can only ask for so many.
    const options = {
      ...NON_BLOCKING,
      ...curveServer(info),
      linger: LINGER_MS,
      ipv6: info.ip.includes(":"),
    };
    const routing = { ...options, handover: true, sendHighWaterMark: 0 };
    const router = () => new Router(routing);
    const sockets = {
      shell: router(),
      control: router(),
      stdin: router(),
      hb: router(),
      iopub: new XPublisher({
        ...options,
        noDrop: true,
        verbosity: "allSubs",
        sendHighWaterMark: HIGH_WATER_MARK,
      }),
    };
    bind(info, sockets);
    const channel = (
      socket: Router,
      receive: (frames: Uint8Array[]) => unknown,
    ): Channel =>
      new Channel(socket, (frames) => trySend(socket, frames), receive);
    this.#shell = channel(sockets.shell, handlers.onShell);
    this.#control = channel(sockets.control, handlers.onControl);
    this.#stdin = channel(sockets.stdin, handlers.onStdin);
    this.#heartbeat = channel(
      sockets.hb,
      (frames) => this.#heartbeat.send(frames),
    );
    this.#iopub = new Publisher(sockets.iopub, {
      onStalled: handlers.onStalled,
      // libzmq can't send to one subscriber alone.
      onSubscribe: (topic) =>
        handlers.onSubscribe?.(topic, (frames) => this.publish(frames)),
    });
  }

  /**
   * Binds all five sockets and starts to receive.
   *
   * @throws {TransportError} If an address can't be bound.
   */
  static open(info: ConnectionInfo, handlers: KernelHandlers): CurveSockets {
    return new CurveSockets(info, handlers);
  }

  /** Replies; the first frame is the identity the request came with. */
  sendShell(frames: Uint8Array[]): void {
    this.#shell.send(frames);
  }

  /** Replies on control. */
  sendControl(frames: Uint8Array[]): void {
    this.#control.send(frames);
  }

  /** Asks the client whose identity comes first. */
  sendStdin(frames: Uint8Array[]): void {
    this.#stdin.send(frames);
  }

  /** Publishes on iopub; the first frame is the topic. */
  publish(frames: Uint8Array[], _kept?: boolean): void {
    this.#iopub.send(frames);
  }

  /**
   * Bytes published that wait for a slow subscriber. Who publishes much should
   * await `flush` when this grows.
   */
  get pending(): number {
    return this.#iopub.pending;
  }

  /** Resolves once ZeroMQ has taken all that was sent. */
  async flush(): Promise<void> {
    await Promise.all(this.#channels().map((channel) => channel.flush()));
  }

  /**
   * Sends what is left and closes the sockets. Once this resolves the process
   * may end: the last reply is out, unless its client did not take it within
   * a second.
   */
  async close(): Promise<void> {
    await Promise.all(this.#channels().map((channel) => channel.deliver()));
  }

  #channels(): (Channel | Publisher)[] {
    return [
      this.#shell,
      this.#control,
      this.#stdin,
      this.#heartbeat,
      this.#iopub,
    ];
  }
}

function bind(
  info: ConnectionInfo,
  sockets: Record<ChannelName, Socket>,
): void {
  for (const [name, socket] of Object.entries(sockets)) {
    const address = endpoint(info, name as ChannelName);
    try {
      socket.bindSync(address);
    } catch (error) {
      for (const opened of Object.values(sockets)) opened.close();
      const reason = (error as Error).message;
      throw new TransportError(`Can't listen on ${address}: ${reason}`);
    }
  }
}
