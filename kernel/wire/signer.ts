/**
 * Signatures of messages: an HMAC over the four JSON parts.
 *
 * @module
 */

import { createHmac, getHashes, timingSafeEqual } from "node:crypto";
import { WireError } from "./wire_error.ts";

const encoder = new TextEncoder();

/** How many signatures are remembered to refuse a replay, as jupyter_client does. */
const REMEMBERED = 65_536;

/** Whether this is a hash, and one of a fixed length. */
function makesHmacs(hash: string): boolean {
  try {
    return getHashes().includes(hash) &&
      createHmac(hash, "key").update("").digest().length > 0;
  } catch {
    return false;
  }
}

/** Signs and checks with the key both ends read from the connection file. */
export class Signer {
  readonly #hash: string;
  readonly #seen = new Set<string>();

  /**
   * @param key The shared secret. Empty means no signing, as Jupyter has it:
   *   the signature is then empty and any is accepted.
   * @param scheme Such as `hmac-sha256`.
   * @throws {WireError} If the scheme is not `hmac-` and a known hash.
   */
  constructor(readonly key: string, scheme: string) {
    this.#hash = scheme.replace(/^hmac-/, "");
    if (!scheme.startsWith("hmac-") || !makesHmacs(this.#hash)) {
      throw new WireError(
        `Unknown signature scheme ${JSON.stringify(scheme.slice(0, 80))}`,
      );
    }
  }

  /** The signature of these parts, in lower-case hexadecimal. */
  sign(parts: (Uint8Array | string)[]): string {
    if (this.key === "") return "";
    const hmac = createHmac(this.#hash, this.key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }

  /** Whether the signature is right, compared in constant time. */
  verify(signature: string, parts: Uint8Array[]): boolean {
    if (this.key === "") return true;
    const given = encoder.encode(signature);
    const right = encoder.encode(this.sign(parts));
    return given.length === right.length && timingSafeEqual(given, right);
  }

  /**
   * Whether a verified signature comes for the first time; one that does not
   * is a recorded message played again. Without a key nothing is refused.
   */
  admit(signature: string): boolean {
    if (this.key === "") return true;
    if (this.#seen.has(signature)) return false;
    this.#seen.add(signature);
    if (this.#seen.size > REMEMBERED) {
      for (const oldest of this.#seen) {
        this.#seen.delete(oldest);
        break;
      }
    }
    return true;
  }
}
