/**
 * One client's connection: its handshake, and what it sends and is sent.
 *
 * @module
 */

import {
  encodeCommand,
  encodeMessage,
  FrameReader,
  type Unit,
} from "./frames.ts";
import {
  checkGreeting,
  greeting,
  GREETING_BYTES,
  type Mechanism,
  type Peer,
  PLAIN,
  type SocketType,
} from "./handshake.ts";
import { peerUser } from "./peer_user.ts";
import { WriteQueue } from "./write_queue.ts";
import { ZmtpError } from "./zmtp_error.ts";

/** What a stranger may send in one message; see `Connection.proven`. */
const STRANGERS_BYTES = 64 * 1024 * 1024;
/** What a client may send in one message. */
const CLIENTS_BYTES = 1024 * 1024 * 1024;
/** What may wait for a stranger before nothing more is read from it. */
const STRANGERS_QUEUE_BYTES = 1024 * 1024;

/** Bytes that strangers' unfinished messages take together. */
const strangers = { held: 0 };

export class Connection {
  /** Whether a message with the right signature came this way. */
  proven = false;
  /** When it last sent a message, or connected. */
  active = performance.now();
  /** Whether its handshake is over. */
  isReady = false;
  peer: Peer = { type: "", identity: new Uint8Array() };
  /** What waits to be sent. */
  readonly queue: WriteQueue;
  readonly #conn: Deno.Conn;
  #origin: string | undefined;
  readonly #reader = new FrameReader();
  readonly #limit: number;
  #closed = false;
  #counted = 0;

  /** @param limit Bytes that one message may have at most. */
  constructor(conn: Deno.Conn, limit = CLIENTS_BYTES) {
    this.#conn = conn;
    this.#limit = limit;
    this.queue = new WriteQueue(conn, () => this.close());
    if ("setNoDelay" in conn) {
      const tcp = conn as Deno.TcpConn;
      tcp.setNoDelay(true);
      // A client whose machine has gone gives its place back some day.
      tcp.setKeepAlive(true);
    }
  }

  /**
   * Where it comes from: an address and, on this machine, a user. The sockets
   * of one client are known by that to belong together.
   */
  get origin(): string {
    return this.#origin ??= originOf(this.#conn);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Greets the peer and learns what it is.
   *
   * @param accepted The kinds of sockets that may connect.
   * @throws {ZmtpError} If it does not speak ZMTP 3, or is of another kind.
   */
  async shakeHands(
    type: SocketType,
    accepted: SocketType[],
    mechanism: Mechanism = PLAIN,
  ): Promise<void> {
    this.queue.write([greeting(mechanism)]);
    let bytes: Uint8Array | undefined;
    while (!(bytes = this.#reader.take(GREETING_BYTES))) await this.#fill();
    checkGreeting(bytes, mechanism);
    const line = {
      write: (pieces: Uint8Array[]) => this.queue.write(pieces),
      command: (name: string) => this.#command(name),
    };
    const { peer, cipher } = await mechanism.shakeHands(line, type);
    this.peer = peer;
    this.#reader.cipher = cipher;
    if (!accepted.includes(this.peer.type as SocketType)) {
      throw new ZmtpError("A socket of another kind");
    }
    this.isReady = true;
  }

  /**
   * The next message or command; pings are answered in here.
   *
   * @throws {ZmtpError} If the peer breaks the protocol or its limits.
   * @throws {Error} If the connection ends.
   */
  async next(): Promise<Unit> {
    for (;;) {
      const limit = this.proven ? CLIENTS_BYTES : STRANGERS_BYTES;
      const unit = this.#reader.next(Math.min(limit, this.#limit));
      this.#count();
      if (!unit) {
        await this.#fill();
      } else if (unit.kind === "command" && unit.name === "PING") {
        // Two bytes say how long the peer waits; what follows goes back.
        const { cipher } = this.#reader;
        const pong = encodeCommand("PONG", unit.data.subarray(2), cipher);
        this.queue.write([pong]);
      } else {
        this.active = performance.now();
        return unit;
      }
      if (!this.proven && this.queue.queued > STRANGERS_QUEUE_BYTES) {
        await this.queue.drained();
      }
    }
  }

  /**
   * Sends a message, in order. Never throws.
   *
   * @param frames They must not change.
   * @param pieces The same without encryption, where they are for several.
   */
  send(frames: Uint8Array[], pieces?: Uint8Array[]): void {
    if (this.#closed) return;
    const { cipher } = this.#reader;
    if (pieces && !cipher) return this.queue.write(pieces);
    try {
      this.queue.write(encodeMessage(frames, cipher));
    } catch {
      // No memory to encrypt it. What follows would not be understood either.
      this.close();
    }
  }

  /** Ends the connection; what waits is dropped. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#count();
    try {
      this.#conn.close();
    } catch {
      // The peer was quicker.
    }
    this.queue.end();
  }

  async #command(name: string): Promise<Uint8Array> {
    const unit = await this.next();
    if (unit.kind !== "command" || unit.name !== name) {
      throw new ZmtpError(`No ${name}`);
    }
    return unit.data;
  }

  async #fill(): Promise<void> {
    const count = await this.#conn.read(this.#reader.space());
    if (count === null) throw new Error("The connection has ended");
    this.#reader.filled(count);
  }

  /** Holds all strangers together to what one may send. */
  #count() {
    const held = this.proven || this.#closed ? 0 : this.#reader.held;
    strangers.held += held - this.#counted;
    this.#counted = held;
    if (held > 0 && strangers.held > STRANGERS_BYTES) {
      throw new ZmtpError("Strangers send too much");
    }
  }
}

function originOf(conn: Deno.Conn): string {
  const { remoteAddr } = conn;
  const address = "hostname" in remoteAddr ? remoteAddr.hostname : "";
  const user = peerUser(conn);
  return user === undefined ? address : `${address}, user ${user}`;
}
