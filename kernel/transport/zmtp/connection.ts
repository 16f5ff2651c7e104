/**
 * One client's connection: its handshake, what it sends, and what waits to be
 * sent to it.
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
import { ZmtpError } from "./zmtp_error.ts";

/** What a stranger may send in one message; see `Connection.proven`. */
const STRANGERS_BYTES = 64 * 1024 * 1024;
/** What a client may send in one message. */
const CLIENTS_BYTES = 1024 * 1024 * 1024;
/** What may wait for a stranger before nothing more is read from it. */
const STRANGERS_QUEUE_BYTES = 1024 * 1024;
/** Bytes per write, so that the pace of a slow reader shows. */
const WRITE_BYTES = 64 * 1024;
/** More than both systems' buffers hold for one that reads nothing. */
const BUFFERS_BYTES = 16 * 1024 * 1024;

/** Bytes that strangers' unfinished messages take together. */
const strangers = { held: 0 };

export class Connection {
  /** Whether a message with the right signature came this way. */
  proven = false;
  /** When it last sent a message, or connected. */
  active = performance.now();
  /** When the peer last took something, or had taken all. */
  progress = performance.now();
  /** Bytes that the peer's system has taken in all. */
  taken = 0;
  /**
   * Whether it was seen to read: it took more than buffers hold, and all, or
   * took something again after buffers were full.
   */
  hasRead = false;
  /** Whether its handshake is over. */
  isReady = false;
  peer: Peer = { type: "", identity: new Uint8Array() };
  /** Called whenever something was sent, and at the end. */
  onProgress: () => void = () => {};
  readonly #conn: Deno.Conn;
  #origin: string | undefined;
  readonly #reader = new FrameReader();
  readonly #limit: number;
  #queue: Uint8Array[] = [];
  /** Where small pieces are gathered, for one write after the other. */
  #written: Uint8Array | undefined;
  #queued = 0;
  #writing = false;
  #closed = false;
  #counted = 0;
  #drained: PromiseWithResolvers<void> | undefined;

  /** @param limit Bytes that one message may have at most. */
  constructor(conn: Deno.Conn, limit = CLIENTS_BYTES) {
    this.#conn = conn;
    this.#limit = limit;
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

  /** Bytes that were sent but that the peer's system has not taken yet. */
  get queued(): number {
    return this.#queued;
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
    this.#write([greeting(mechanism)]);
    let bytes: Uint8Array | undefined;
    while (!(bytes = this.#reader.take(GREETING_BYTES))) await this.#fill();
    checkGreeting(bytes, mechanism);
    const line = {
      write: (pieces: Uint8Array[]) => this.#write(pieces),
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
        this.#write([encodeCommand("PONG", unit.data.subarray(2), cipher)]);
      } else {
        this.active = performance.now();
        return unit;
      }
      if (!this.proven && this.#queued > STRANGERS_QUEUE_BYTES) {
        await this.drained();
      }
    }
  }

  /** Resolves when nothing waits any more, or the connection has ended. */
  drained(): Promise<void> {
    if (this.#queued === 0 || this.#closed) return Promise.resolve();
    this.#drained ??= Promise.withResolvers();
    return this.#drained.promise;
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
    if (pieces && !cipher) return this.#write(pieces);
    try {
      this.#write(encodeMessage(frames, cipher));
    } catch {
      // No memory to encrypt it. What follows would not be understood either.
      this.close();
    }
  }

  #write(pieces: Uint8Array[]): void {
    if (this.#closed) return;
    if (this.#queued === 0) this.progress = performance.now();
    for (const piece of pieces) {
      this.#queue.push(piece);
      this.#queued += piece.length;
    }
    if (this.#writing) return;
    this.#writing = true;
    // In the next turn of the event loop: what is said in this one, such as busy
    // and execute_input, goes out together, and the runtime hears of its cell
    // before clients are woken.
    setImmediate(() => void this.#pump());
  }

  /** Ends the connection; what waits is dropped. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#queue = [];
    this.#queued = 0;
    this.#count();
    try {
      this.#conn.close();
    } catch {
      // The peer was quicker.
    }
    this.#drained?.resolve();
    this.onProgress();
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

  async #pump(): Promise<void> {
    let writes = 0;
    try {
      while (this.#queue.length > 0) {
        let bytes = this.#nextBytes();
        while (bytes.length > 0) {
          const count = await this.#conn.write(bytes);
          this.progress = performance.now();
          if (this.#closed) return;
          this.#queued -= count;
          this.taken += count;
          bytes = bytes.subarray(count);
          if (this.#queued === 0) {
            this.hasRead ||= this.taken > BUFFERS_BYTES;
            this.#settle();
          }
          this.onProgress();
          if (++writes % 64 === 0) await new Promise((go) => setImmediate(go));
        }
      }
    } catch {
      this.close();
    } finally {
      this.#writing = false;
    }
  }

  /** What one write takes: part of a large piece, or small ones together. */
  #nextBytes(): Uint8Array {
    const queue = this.#queue;
    if (queue[0].length >= WRITE_BYTES) {
      const bytes = queue[0].subarray(0, WRITE_BYTES);
      if (queue[0].length === WRITE_BYTES) queue.shift();
      else queue[0] = queue[0].subarray(WRITE_BYTES);
      return bytes;
    }
    const buffer = this.#written ??= new Uint8Array(WRITE_BYTES);
    let size = 0;
    let count = 0;
    while (
      count < queue.length && size + queue[count].length <= WRITE_BYTES
    ) {
      buffer.set(queue[count], size);
      size += queue[count++].length;
    }
    queue.splice(0, count);
    return buffer.subarray(0, size);
  }

  #settle() {
    this.#drained?.resolve();
    this.#drained = undefined;
  }
}

function originOf(conn: Deno.Conn): string {
  const { remoteAddr } = conn;
  const address = "hostname" in remoteAddr ? remoteAddr.hostname : "";
  const user = peerUser(conn);
  return user === undefined ? address : `${address}, user ${user}`;
}
