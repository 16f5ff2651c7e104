/**
 * CURVE, the mechanism that encrypts: the server's end of CurveZMQ. libsodium
 * has the ciphers; this file has the order of the handshake's commands.
 *
 * As in jupyter_client, one pair of keys serves both ends: whoever can read the
 * connection file may connect, and nobody else gets past the handshake. libzmq
 * does that too, but it can't limit the number of connections, and for a slow
 * subscriber it drops whatever is published, even the end of a cell.
 *
 * @see https://rfc.zeromq.org/spec/26/
 * @module
 */

import { Buffer } from "node:buffer";
import sodium from "libsodium-wrappers";
import {
  type Cipher,
  COMMAND,
  concat,
  encodeCommand,
  type Frame,
  MORE,
} from "./frames.ts";
import { type Mechanism, properties, readReady } from "./handshake.ts";
import { ZmtpError } from "./zmtp_error.ts";

await sodium.ready;

/** The kernel's own keys, which do not change. */
export interface CurveKeys {
  publicKey: Uint8Array;
  secretKey: Uint8Array;
}

const KEY_BYTES = 32;
const COOKIE_BYTES = 96;
/** A nonce begins with words. A number follows, or bytes at random. */
const SHORT_NONCE_BYTES = 8;
const LONG_NONCE_BYTES = 16;
const HELLO_BYTES = 194;
/** In HELLO: after the version and what pads it. */
const HELLO_KEY = 74;
const VOUCH_BYTES = LONG_NONCE_BYTES + 80;

const encoder = new TextEncoder();
const MESSAGE = encoder.encode("\x07MESSAGE");
/** In the first byte of what is sealed. */
const SEALED_MORE = 1;
const SEALED_COMMAND = 2;

/** The mechanism of a kernel that has these keys. */
export function curveMechanism(keys: CurveKeys): Mechanism {
  return {
    name: "CURVE",
    async shakeHands(line, type) {
      const hello = await line.command("HELLO");
      if (hello.length !== HELLO_BYTES) throw new ZmtpError("No HELLO");
      const clientKey = hello.slice(HELLO_KEY, HELLO_KEY + KEY_BYTES);
      const [helloNonce, helloBox] = cut(
        hello.subarray(HELLO_KEY + KEY_BYTES),
        SHORT_NONCE_BYTES,
      );
      const helloSecret = shared(clientKey, keys.secretKey);
      open(helloBox, nonce("CurveZMQHELLO---", helloNonce), helloSecret);

      const own = sodium.crypto_box_keypair();
      // The specification's server forgets the connection meanwhile, so its
      // cookie holds what it needs later. This one remembers, so a random
      // number is enough, which the client must send back.
      const cookie = random(COOKIE_BYTES);
      const welcomeNonce = random(LONG_NONCE_BYTES);
      const welcome = sodium.crypto_box_easy_afternm(
        concat([own.publicKey, cookie]),
        nonce("WELCOME-", welcomeNonce),
        helloSecret,
      );
      line.write([encodeCommand("WELCOME", concat([welcomeNonce, welcome]))]);

      const initiate = await line.command("INITIATE");
      const [sentCookie, afterCookie] = cut(initiate, COOKIE_BYTES);
      const [initiateNonce, initiateBox] = cut(afterCookie, SHORT_NONCE_BYTES);
      const key = shared(clientKey, own.privateKey);
      const initiated = open(
        initiateBox,
        nonce("CurveZMQINITIATE", initiateNonce),
        key,
      );
      const [permanentKey, afterKey] = cut(initiated, KEY_BYTES);
      const [vouch, metadata] = cut(afterKey, VOUCH_BYTES);
      const [vouchNonce, vouchBox] = cut(vouch, LONG_NONCE_BYTES);
      const vouched = open(
        vouchBox,
        nonce("VOUCH---", vouchNonce),
        shared(permanentKey, own.privateKey),
      );
      const isVouched = isSame(sentCookie, cookie) &&
        isSame(vouched, concat([clientKey, keys.publicKey]));
      if (!isVouched) throw new ZmtpError("No INITIATE");

      const cipher = new CurveCipher(key, counted(initiateNonce));
      const { short, box } = cipher.sealed(
        "CurveZMQREADY---",
        properties(type),
      );
      line.write([encodeCommand("READY", concat([short, box]))]);
      return { peer: readReady(metadata), cipher };
    },
  };
}

class CurveCipher implements Cipher {
  readonly #key: Uint8Array;
  #sent = 0n;
  #received: bigint;

  /** @param received The last number that the peer has used. */
  constructor(key: Uint8Array, received: bigint) {
    this.#key = key;
    this.#received = received;
  }

  seal({ flags, body }: Frame): Uint8Array {
    const marked = new Uint8Array(1 + body.length);
    marked[0] = (flags & MORE ? SEALED_MORE : 0) |
      (flags & COMMAND ? SEALED_COMMAND : 0);
    marked.set(body, 1);
    const { short, box } = this.sealed("CurveZMQMESSAGES", marked);
    return concat([MESSAGE, short, box]);
  }

  open(frame: Uint8Array): Frame {
    const [name, afterName] = cut(frame, MESSAGE.length);
    const [short, box] = cut(afterName, SHORT_NONCE_BYTES);
    const number = counted(short);
    // A number that was used before: somebody in between sends a recorded frame.
    if (!isSame(name, MESSAGE) || number <= this.#received) {
      throw new ZmtpError("No encrypted message");
    }
    const marked = open(box, nonce("CurveZMQMESSAGEC", short), this.#key);
    this.#received = number;
    const flags = (marked[0] & SEALED_MORE ? MORE : 0) |
      (marked[0] & SEALED_COMMAND ? COMMAND : 0);
    return { flags, body: marked.subarray(1) };
  }

  sealed(words: string, bytes: Uint8Array) {
    const short = new Uint8Array(SHORT_NONCE_BYTES);
    new DataView(short.buffer).setBigUint64(0, ++this.#sent);
    const box = sodium.crypto_box_easy_afternm(
      bytes,
      nonce(words, short),
      this.#key,
    );
    return { short, box };
  }
}

function open(
  box: Uint8Array,
  nonce: Uint8Array,
  key: Uint8Array,
): Uint8Array {
  try {
    return sodium.crypto_box_open_easy_afternm(box, nonce, key);
  } catch {
    throw new ZmtpError("A client without the CURVE keys");
  }
}

/** The secret that this end's secret key and the peer's public key make. */
function shared(theirs: Uint8Array, own: Uint8Array): Uint8Array {
  try {
    return sodium.crypto_box_beforenm(theirs, own);
  } catch {
    // A point of small order: the secret would be the same for everybody.
    throw new ZmtpError("A CURVE key that is none");
  }
}

function nonce(words: string, rest: Uint8Array): Uint8Array {
  return concat([encoder.encode(words), rest]);
}

function counted(short: Uint8Array): bigint {
  return new DataView(short.buffer, short.byteOffset).getBigUint64(0);
}

function random(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** @throws {ZmtpError} If there are fewer bytes. */
function cut(bytes: Uint8Array, at: number): [Uint8Array, Uint8Array] {
  if (bytes.length < at) throw new ZmtpError("A CURVE command cut short");
  return [bytes.subarray(0, at), bytes.subarray(at)];
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
