/**
 * CURVE keys as text. They are checked before ZeroMQ sees them: its decoder
 * reads past the end of its buffer where a text is no key.
 *
 * @see https://rfc.zeromq.org/spec/32/ (Z85)
 * @module
 */

import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey } from "node:crypto";

const DIGITS =
  "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
/** Characters of a key: five for each four of its 32 bytes. */
const KEY_LENGTH = 40;
/** What stands before the 32 bytes of a secret key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b656e04220420", "hex");

/** The 32 bytes of a key in Z85; undefined if the text is no such key. */
export function decodeKey(text: string): Uint8Array | undefined {
  if (text.length !== KEY_LENGTH) return undefined;
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  for (let group = 0; group < 8; group++) {
    let value = 0;
    for (const character of text.slice(group * 5, group * 5 + 5)) {
      const digit = DIGITS.indexOf(character);
      if (digit < 0) return undefined;
      value = value * 85 + digit;
    }
    if (value > 0xffff_ffff) return undefined;
    view.setUint32(group * 4, value);
  }
  return bytes;
}

/** Whether two keys are one pair: otherwise no client could ever connect. */
export function isPair(publicKey: Uint8Array, secretKey: Uint8Array): boolean {
  const secret = createPrivateKey({
    key: Buffer.concat([PKCS8, secretKey]),
    format: "der",
    type: "pkcs8",
  });
  const { x } = createPublicKey(secret).export({ format: "jwk" });
  return x === Buffer.from(publicKey).toString("base64url");
}
