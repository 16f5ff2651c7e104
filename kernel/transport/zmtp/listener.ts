/**
 * Takes connections, no more than there is room for, whatever strangers do.
 *
 * When all places are taken, the connection that is least of a client's gives
 * way. When the process has no file descriptors left, the same happens, and the
 * listener tries again.
 *
 * @module
 */

import { log } from "../../log/log.ts";
import { Connection } from "./connection.ts";
import type { Mechanism, SocketType } from "./handshake.ts";
import { ZmtpError } from "./zmtp_error.ts";

/** What a peer is given to say what it is. */
const HANDSHAKE_MS = 10_000;
/** How long to wait when there are no descriptors. */
const RETRY_MS = 100;

export interface ListenerOptions {
  type: SocketType;
  /** The kinds of sockets that may connect. */
  accepted: SocketType[];
  /** How to encrypt; without it, connections are not encrypted. */
  mechanism?: Mechanism;
  /** How many connections there may be. */
  places: number;
  /** Bytes that one message may have. */
  messageBytes?: number;
  /** Serves one connection until it ends; what it throws ends it. */
  serve(connection: Connection): Promise<void>;
  /** Called when a connection that was served has ended. */
  ended(connection: Connection): void;
}

export class Listener {
  readonly connections = new Set<Connection>();
  readonly #listener: Deno.Listener;
  readonly #options: ListenerOptions;
  #closed = false;

  constructor(listener: Deno.Listener, options: ListenerOptions) {
    this.#listener = listener;
    this.#options = options;
    void this.#accept();
  }

  /** Takes no further connections; those there are stay. */
  stop(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener.close();
  }

  async #accept(): Promise<void> {
    while (!this.#closed) {
      try {
        const conn = await this.#listener.accept();
        if (this.connections.size >= this.#options.places) this.#makeRoom();
        if (this.connections.size >= this.#options.places) conn.close();
        else void this.#serve(conn);
      } catch (error) {
        if (this.#closed) return;
        // A peer that was gone again is no reason to end another.
        if (!isOutOfDescriptors(error)) continue;
        log.repeated("a connection could not be taken: too many open files");
        this.#makeRoom();
        await new Promise((go) => setTimeout(go, RETRY_MS));
      }
    }
  }

  async #serve(conn: Deno.Conn): Promise<void> {
    const { type, accepted, mechanism, messageBytes, serve, ended } =
      this.#options;
    let connection: Connection;
    try {
      connection = new Connection(conn, messageBytes);
    } catch {
      // It was reset meanwhile.
      return conn.close();
    }
    this.connections.add(connection);
    const timer = setTimeout(() => connection.close(), HANDSHAKE_MS);
    try {
      await connection.shakeHands(type, accepted, mechanism);
      clearTimeout(timer);
      await serve(connection);
    } catch (error) {
      // A client that is too old, encrypts or sends too much would otherwise wait
      // without a word. Any other error is the end of the connection.
      if (error instanceof ZmtpError) {
        log.repeated(`closed a connection: ${error.message}`);
      }
    } finally {
      clearTimeout(timer);
      this.connections.delete(connection);
      connection.close();
      ended(connection);
    }
  }

  /** Ends the connection that is least of a client's; none that is proven. */
  #makeRoom(): void {
    let least: Connection | undefined;
    for (const connection of this.connections) {
      if (connection.proven || connection.closed) continue;
      if (!least || rank(connection) < rank(least)) least = connection;
    }
    if (!least) return;
    log.repeated("closed an idle connection: too many of strangers");
    this.connections.delete(least);
    least.close();
  }
}

/** Whether the process, or the system, has no file descriptor left. */
function isOutOfDescriptors(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === "EMFILE" || code === "ENFILE" ||
    /os error (23|24)\b/.test(message ?? "");
}

/** The lowest goes first: one that never greeted, then the one silent for longest. */
function rank({ isReady, active }: Connection): number {
  return isReady ? active : active - 1e9;
}
