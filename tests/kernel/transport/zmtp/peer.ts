/**
 * A client's end of one ZMTP connection, for the tests of the kernel's.
 *
 * @module
 */

import {
  encodeMessage,
  FrameReader,
} from "../../../../kernel/transport/zmtp/frames.ts";
import {
  greeting,
  GREETING_BYTES,
  ready,
  type SocketType,
} from "../../../../kernel/transport/zmtp/handshake.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A listener on a free port. */
export function listen(): Deno.TcpListener {
  return Deno.listen({ hostname: "127.0.0.1", port: 0 });
}

export class Peer implements Disposable {
  readonly #conn: Deno.Conn;
  readonly #reader = new FrameReader();

  private constructor(conn: Deno.Conn) {
    this.#conn = conn;
  }

  /** Connects and shakes hands. */
  static async connect(
    { addr }: Deno.TcpListener,
    type: SocketType,
    identity = "",
  ): Promise<Peer> {
    const { hostname, port } = addr;
    const peer = new Peer(await Deno.connect({ hostname, port }));
    await peer.#write(greeting());
    await peer.#write(withIdentity(ready(type), identity));
    while (!peer.#reader.take(GREETING_BYTES)) await peer.#fill();
    while (!peer.#reader.next(1000)) await peer.#fill();
    return peer;
  }

  async send(...frames: string[]): Promise<void> {
    const bytes = frames.map((frame) => encoder.encode(frame));
    for (const piece of encodeMessage(bytes)) await this.#write(piece);
  }

  /** The next message, long frames as their length; none at the end. */
  async receive(): Promise<string[] | undefined> {
    for (;;) {
      const unit = this.#reader.next(1e9);
      if (unit?.kind === "message") {
        return unit.frames.map((frame) =>
          frame.length > 100 ? String(frame.length) : decoder.decode(frame)
        );
      }
      if (!await this.#fill()) return undefined;
    }
  }

  [Symbol.dispose](): void {
    this.#conn.close();
  }

  async #fill(): Promise<boolean> {
    try {
      const count = await this.#conn.read(this.#reader.space());
      if (count === null) return false;
      this.#reader.filled(count);
      return true;
    } catch {
      return false;
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    while (bytes.length > 0) {
      bytes = bytes.subarray(await this.#conn.write(bytes));
    }
  }
}

/** A READY with one property more. */
function withIdentity(command: Uint8Array, identity: string): Uint8Array {
  const property = [
    ...[8, ...encoder.encode("Identity")],
    ...[0, 0, 0, identity.length, ...encoder.encode(identity)],
  ];
  const bytes = new Uint8Array([...command, ...property]);
  bytes[1] += property.length;
  return bytes;
}
