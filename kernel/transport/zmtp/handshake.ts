/**
 * The greeting and the metadata with which two ZMTP peers begin, and the
 * mechanism without encryption, NULL; `curve_mechanism.ts` has the other.
 *
 * @see https://rfc.zeromq.org/spec/23/
 * @module
 */

import { type Cipher, concat, encodeCommand } from "./frames.ts";
import { ZmtpError } from "./zmtp_error.ts";

export const GREETING_BYTES = 64;
/** Where the greeting says which of the two is the server. */
const AS_SERVER = 32;

/** The sockets that Jupyter has. */
export type SocketType =
  | "ROUTER"
  | "DEALER"
  | "REQ"
  | "XPUB"
  | "PUB"
  | "SUB"
  | "XSUB";

/** Bytes of an identity, as ZeroMQ has it. */
const IDENTITY_BYTES = 255;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * Version 3.0: peers of 3.1 then send subscriptions as messages, as those of
 * 3.0 do.
 */
export function greeting({ name }: Mechanism = PLAIN): Uint8Array {
  const bytes = new Uint8Array(GREETING_BYTES);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = 3;
  bytes.set(encoder.encode(name), 12);
  if (name === "CURVE") bytes[AS_SERVER] = 1;
  return bytes;
}

/**
 * Checks the peer's greeting.
 *
 * @throws {ZmtpError} If it is none, older than version 3, or wants another
 *   mechanism.
 */
export function checkGreeting(
  bytes: Uint8Array,
  { name }: Mechanism = PLAIN,
): void {
  if (bytes[0] !== 0xff || (bytes[9] & 1) === 0) {
    throw new ZmtpError("No greeting of ZeroMQ");
  }
  if (bytes[10] < 3) throw new ZmtpError("ZeroMQ older than version 4");
  const mechanism = decoder.decode(bytes.subarray(12, 32)).replace(/\0*$/, "");
  if (mechanism !== name) {
    throw new ZmtpError(`A client with another mechanism than ${name}`);
  }
}

/** The READY command of a socket. */
export function ready(type: SocketType): Uint8Array {
  return encodeCommand("READY", properties(type));
}

/** What a socket says of itself in its READY. */
export function properties(type: SocketType): Uint8Array {
  const name = encoder.encode("Socket-Type");
  const value = encoder.encode(type);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, value.length);
  return concat([new Uint8Array([name.length]), name, length, value]);
}

/** What a handshake needs of its connection. */
export interface HandshakeLine {
  write(pieces: Uint8Array[]): void;
  /**
   * The peer's next command.
   *
   * @throws {ZmtpError} If it has another name, or is none.
   */
  command(name: string): Promise<Uint8Array>;
}

/** How two peers go on after their greetings. */
export interface Mechanism {
  name: "NULL" | "CURVE";
  /** @throws {ZmtpError} If the peer says what it must not. */
  shakeHands(
    line: HandshakeLine,
    type: SocketType,
  ): Promise<{ peer: Peer; cipher?: Cipher }>;
}

/** Without encryption. */
export const PLAIN: Mechanism = {
  name: "NULL",
  async shakeHands(line, type) {
    line.write([ready(type)]);
    return { peer: readReady(await line.command("READY")) };
  },
};

/** What a peer says of itself. */
export interface Peer {
  type: string;
  /** Empty if it has none. */
  identity: Uint8Array;
}

/**
 * Reads the peer's READY.
 *
 * @throws {ZmtpError} If its properties are cut short, or its identity is none.
 */
export function readReady(data: Uint8Array): Peer {
  const peer: Peer = { type: "", identity: new Uint8Array() };
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  let at = 0;
  while (at < data.length) {
    const nameEnd = at + 1 + data[at];
    if (nameEnd + 4 > data.length) throw new ZmtpError("READY is cut short");
    const name = decoder.decode(data.subarray(at + 1, nameEnd)).toLowerCase();
    const end = nameEnd + 4 + view.getUint32(nameEnd);
    if (end > data.length) throw new ZmtpError("READY is cut short");
    const value = data.slice(nameEnd + 4, end);
    if (name === "socket-type") peer.type = decoder.decode(value);
    if (name === "identity") peer.identity = value;
    at = end;
  }
  // A zero byte begins the identities that ROUTER gives.
  if (peer.identity.length > IDENTITY_BYTES || peer.identity[0] === 0) {
    throw new ZmtpError("An identity that is none");
  }
  return peer;
}
