/**
 * MurmurHash2 of 32 bits, by which front ends name cells.
 *
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash2.cpp
 * @module
 */

const MULTIPLIER = 0x5bd1e995;
const encoder = new TextEncoder();

/** The hash of a text's UTF-8, from 0 to 2 ** 32 - 1. */
export function murmur2(text: string, seed: number): number {
  const bytes = encoder.encode(text);
  const view = new DataView(bytes.buffer);
  const whole = bytes.length - bytes.length % 4;
  let hash = seed ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    const word = Math.imul(view.getUint32(at, true), MULTIPLIER);
    const mixed = Math.imul(word ^ (word >>> 24), MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ mixed;
  }
  if (whole < bytes.length) {
    for (let at = bytes.length - 1; at >= whole; at--) {
      hash ^= bytes[at] << (8 * (at - whole));
    }
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return (hash ^ (hash >>> 15)) >>> 0;
}
