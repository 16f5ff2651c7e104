/**
 * The kernel's five sockets. The heartbeat is answered in here.
 *
 * @module
 */

import {
  type ChannelName,
  CHANNELS,
  type ConnectionInfo,
  endpoint,
} from "../connection_info.ts";
import type { KernelHandlers, KernelSockets } from "../kernel_sockets.ts";
import { TransportError } from "../transport_error.ts";
import type { Connection } from "./connection.ts";
import type { Mechanism } from "./handshake.ts";
import { openFileLimit } from "./open_file_limit.ts";
import { Publisher } from "./publisher.ts";
import { Router } from "./router.ts";

/** How long what is unread may hold up the end of a kernel. */
const LINGER_MS = 1000;
/** Connections of one socket, where the system would allow more. */
const PLACES = 400;
/** File descriptors that the kernel needs for itself. */
const OWN_DESCRIPTORS = 100;
const HEARTBEAT_BYTES = 64 * 1024;
/** Of a socket in the file system. */
const OWNER_ONLY = 0o600;
/** Where signed requests came from. */
const ORIGINS = 10_000;

export class ZmtpSockets implements KernelSockets {
  readonly #shell: Router;
  readonly #control: Router;
  readonly #stdin: Router;
  readonly #heartbeat: Router;
  readonly #iopub: Publisher;
  readonly #paths: string[];

  private constructor(
    info: ConnectionInfo,
    handlers: KernelHandlers,
    mechanism?: Mechanism,
  ) {
    const listeners = listenOnAll(info);
    this.#paths = CHANNELS.flatMap((channel) => pathOf(info, channel) ?? []);
    const places = placesPerSocket();
    const known = new Set<string>();
    const router = (
      channel: ChannelName,
      handle: (frames: Uint8Array[]) => boolean,
    ) =>
      new Router(listeners[channel], {
        places,
        mechanism,
        receive: (frames, connection: Connection) => {
          const isSigned = handle(frames);
          if (isSigned && known.size < ORIGINS) known.add(connection.origin);
          return isSigned;
        },
      });
    this.#shell = router("shell", handlers.onShell);
    this.#control = router("control", handlers.onControl);
    this.#stdin = router("stdin", handlers.onStdin);
    this.#heartbeat = new Router(listeners.hb, {
      places,
      mechanism,
      messageBytes: HEARTBEAT_BYTES,
      isForAll: true,
      receive: (frames) => {
        this.#heartbeat.send(frames);
        return false;
      },
    });
    this.#iopub = new Publisher(listeners.iopub, {
      places,
      mechanism,
      // Who has the CURVE keys has read the connection file.
      isKnown: ({ origin }) => mechanism !== undefined || known.has(origin),
      onSubscribe: handlers.onSubscribe,
      onStalled: handlers.onStalled,
    });
  }

  /** @param mechanism Encrypts, if it is given. */
  static open(
    info: ConnectionInfo,
    handlers: KernelHandlers,
    mechanism?: Mechanism,
  ): ZmtpSockets {
    return new ZmtpSockets(info, handlers, mechanism);
  }

  sendShell(frames: Uint8Array[]): void {
    this.#shell.send(frames);
  }

  sendControl(frames: Uint8Array[]): void {
    this.#control.send(frames);
  }

  sendStdin(frames: Uint8Array[]): void {
    this.#stdin.send(frames);
  }

  publish(frames: Uint8Array[], kept = false): void {
    this.#iopub.send(frames, kept);
  }

  get pending(): number {
    return this.#iopub.pending;
  }

  flush(): Promise<void> {
    return this.#iopub.flush();
  }

  async close(): Promise<void> {
    const all = [
      this.#shell,
      this.#control,
      this.#stdin,
      this.#heartbeat,
      this.#iopub,
    ];
    await Promise.all(all.map((socket) => socket.deliver(LINGER_MS)));
    for (const path of this.#paths) await Deno.remove(path).catch(() => {});
  }
}

/** Few enough that the kernel always has descriptors left for itself. */
function placesPerSocket(): number {
  const free = (openFileLimit() ?? Infinity) - OWN_DESCRIPTORS;
  const share = Math.floor(free / CHANNELS.length);
  return Math.max(8, Math.min(PLACES, share));
}

function listenOnAll(
  info: ConnectionInfo,
): Record<ChannelName, Deno.Listener> {
  const opened: [ChannelName, Deno.Listener][] = [];
  for (const channel of CHANNELS) {
    try {
      opened.push([channel, listen(info, channel)]);
    } catch (error) {
      for (const [, listener] of opened) listener.close();
      const reason = (error as Error).message;
      throw new TransportError(
        `Can't listen on ${endpoint(info, channel)}: ${reason}`,
      );
    }
  }
  return Object.fromEntries(opened) as Record<ChannelName, Deno.Listener>;
}

function listen(info: ConnectionInfo, channel: ChannelName): Deno.Listener {
  const path = pathOf(info, channel);
  if (path === undefined) {
    const hostname = info.ip === "*" ? "0.0.0.0" : info.ip;
    return Deno.listen({ hostname, port: info[`${channel}_port`] });
  }
  try {
    // Left behind by a kernel that was killed.
    if (Deno.lstatSync(path).isSocket) Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const listener = Deno.listen({ transport: "unix", path });
  // Whatever the umask: who may write to it may connect.
  Deno.chmodSync(path, OWNER_ONLY);
  return listener;
}

function pathOf(
  info: ConnectionInfo,
  channel: ChannelName,
): string | undefined {
  if (info.transport === "tcp") return undefined;
  return endpoint(info, channel).slice("ipc://".length);
}
