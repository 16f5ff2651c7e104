/**
 * ZeroMQ's ROUTER: each client is known by an identity, which leads replies
 * back to it.
 *
 * Two clients may have one identity, as two of one manager of jupyter_client's
 * do. So a reply goes to the connection that its request came on. Where that is
 * gone, since a client that reconnects keeps its identity, and on stdin, it
 * goes to the one of that identity that sent a signed message last, as a
 * stranger may claim any; where none did, to all that have it.
 *
 * @module
 */

import { settled } from "../../time/settled.ts";
import type { Connection } from "./connection.ts";
import type { Mechanism } from "./handshake.ts";
import { Listener } from "./listener.ts";
import { ZmtpError } from "./zmtp_error.ts";

/** Messages without a right signature after which a connection is closed. */
const UNSIGNED = 20;

export interface RouterOptions {
  places: number;
  mechanism?: Mechanism;
  /** Whether who lacks the key may go on sending, as on the heartbeat. */
  isForAll?: boolean;
  messageBytes?: number;
  /**
   * Called with each message, the identity first.
   *
   * @returns Whether the sender knows the key.
   */
  receive(frames: Uint8Array[], connection: Connection): boolean;
}

export class Router {
  readonly #listener: Listener;
  readonly #options: RouterOptions;
  /** By identity, in Base64; the one that signed last is the last. */
  readonly #clients = new Map<string, Connection[]>();
  #count = 0;

  constructor(listener: Deno.Listener, options: RouterOptions) {
    this.#options = options;
    const { places, mechanism, messageBytes } = options;
    this.#listener = new Listener(listener, {
      type: "ROUTER",
      accepted: ["DEALER", "REQ", "ROUTER"],
      mechanism,
      places,
      messageBytes,
      serve: (connection) => this.#serve(connection),
      ended: (connection) => this.#forget(connection),
    });
  }

  /**
   * Sends to the client whose identity comes first; if it is gone, to nobody.
   * A reply starts with the very frame that its request came with.
   */
  send([identity, ...frames]: Uint8Array[]): void {
    const clients = this.#clients.get(nameOf(identity)) ?? [];
    const asking = clients.find(({ peer }) => peer.identity === identity);
    const one = asking ?? clients.findLast((connection) => connection.proven);
    for (const client of one ? [one] : clients) client.send(frames);
  }

  /** Resolves once the systems of all clients have what was sent. */
  async flush(): Promise<void> {
    await Promise.all(
      [...this.#listener.connections].map((client) => client.queue.drained()),
    );
  }

  /** Sends what is left, but waits for no client longer than `lingerMs`. */
  async deliver(lingerMs: number): Promise<void> {
    this.#listener.stop();
    await settled(this.flush(), lingerMs);
    for (const connection of this.#listener.connections) connection.close();
  }

  async #serve(connection: Connection): Promise<void> {
    const { peer } = connection;
    if (peer.identity.length === 0) peer.identity = this.#nextIdentity();
    const name = nameOf(peer.identity);
    this.#clients.set(name, [...this.#clients.get(name) ?? [], connection]);
    let unsigned = 0;
    for (let turn = 1;; turn++) {
      const unit = await connection.next();
      if (unit.kind !== "message") continue;
      const frames = [peer.identity, ...unit.frames];
      const isSigned = this.#options.receive(frames, connection);
      if (isSigned) this.#prove(connection);
      else if (!connection.proven && !this.#options.isForAll) {
        // Checking signatures takes time that clients need.
        if (++unsigned >= UNSIGNED) throw new ZmtpError("Nothing is signed");
      }
      if (turn % 256 === 0) await new Promise((go) => setImmediate(go));
    }
  }

  /** A zero byte and a number, as ZeroMQ does. */
  #nextIdentity(): Uint8Array {
    const identity = new Uint8Array(5);
    new DataView(identity.buffer).setUint32(1, ++this.#count);
    return identity;
  }

  #prove(connection: Connection): void {
    const name = nameOf(connection.peer.identity);
    const clients = this.#clients.get(name);
    if (connection.proven && clients?.at(-1) === connection) return;
    connection.proven = true;
    this.#clients.set(name, [
      ...(clients ?? []).filter((client) => client !== connection),
      connection,
    ]);
  }

  #forget(connection: Connection): void {
    const name = nameOf(connection.peer.identity);
    const clients = (this.#clients.get(name) ?? [])
      .filter((client) => client !== connection);
    if (clients.length > 0) this.#clients.set(name, clients);
    else this.#clients.delete(name);
  }
}

function nameOf(identity: Uint8Array): string {
  return identity.toBase64();
}
