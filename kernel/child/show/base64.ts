/**
 * Bytes as text.
 *
 * @module
 */

import { String, type Uint8Array } from "../language/natives.ts";

const fromCharCode = String.fromCharCode;
const encode = btoa;

/** Base64 without line breaks, as Jupyter wants pictures. */
export function base64(bytes: Uint8Array): string {
  let binary = "";
  for (let start = 0; start < bytes.length; start += 0x8000) {
    binary += fromCharCode(...bytes.subarray(start, start + 0x8000));
  }
  return encode(binary);
}
