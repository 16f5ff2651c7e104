/**
 * The generator below every random number of this library: Threefry-2x32 with
 * 20 rounds, a function of a key and a counter without any state, so a number
 * can be computed again at any time, in any order, on any machine.
 *
 * Many numbers are computed by WebAssembly, four counters at once, few by
 * JavaScript; both give the same bits.
 *
 * Chosen over Philox, which needs the high half of 32-bit products that
 * JavaScript lacks (22 ns a value against 6), and over tfjs' own generator,
 * which is sequential (13 ns).
 *
 * @see Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
 * @module
 */

import { compile } from "../backend/assembly/compile.ts";
import { PARITY, threefryBlocks } from "../backend/assembly/threefry_blocks.ts";

/**
 * Fills `out` with the bits of the counters `(first, counter1)`,
 * `(first + 1, counter1)` and so on, two values of 32 bits per counter.
 *
 * @param out Receives the values; an odd length drops the last half counter.
 * @param key0 First word of the key, an integer taken modulo 2^32.
 * @param key1 Second word of the key, an integer taken modulo 2^32.
 * @param counter1 Second word of every counter, an integer taken modulo 2^32.
 * @param first First word of the first counter.
 */
export function threefry(
  out: Uint32Array,
  key0: number,
  key1: number,
  counter1: number,
  first = 0,
): void {
  const k0 = key0 | 0;
  const k1 = key1 | 0;
  const k2 = k0 ^ k1 ^ PARITY;
  if (out.length >= FEWEST_WORDS) {
    if (lanes === undefined) lanes = compileLanes();
    if (lanes) {
      fillByLanes(out, lanes, { k0, k1, k2, first, counter1 });
      return;
    }
  }
  const blocks = (out.length + 1) >>> 1;
  for (let block = 0; block < blocks; block++) {
    let x = (first + block + k0) | 0;
    let y = (counter1 + k1) | 0;

    x = (x + y) | 0, y = ((y << 13) | (y >>> 19)) ^ x;
    x = (x + y) | 0, y = ((y << 15) | (y >>> 17)) ^ x;
    x = (x + y) | 0, y = ((y << 26) | (y >>> 6)) ^ x;
    x = (x + y) | 0, y = ((y << 6) | (y >>> 26)) ^ x;
    x = (x + k1) | 0, y = (y + k2 + 1) | 0;

    x = (x + y) | 0, y = ((y << 17) | (y >>> 15)) ^ x;
    x = (x + y) | 0, y = ((y << 29) | (y >>> 3)) ^ x;
    x = (x + y) | 0, y = ((y << 16) | (y >>> 16)) ^ x;
    x = (x + y) | 0, y = ((y << 24) | (y >>> 8)) ^ x;
    x = (x + k2) | 0, y = (y + k0 + 2) | 0;

    x = (x + y) | 0, y = ((y << 13) | (y >>> 19)) ^ x;
    x = (x + y) | 0, y = ((y << 15) | (y >>> 17)) ^ x;
    x = (x + y) | 0, y = ((y << 26) | (y >>> 6)) ^ x;
    x = (x + y) | 0, y = ((y << 6) | (y >>> 26)) ^ x;
    x = (x + k0) | 0, y = (y + k1 + 3) | 0;

    x = (x + y) | 0, y = ((y << 17) | (y >>> 15)) ^ x;
    x = (x + y) | 0, y = ((y << 29) | (y >>> 3)) ^ x;
    x = (x + y) | 0, y = ((y << 16) | (y >>> 16)) ^ x;
    x = (x + y) | 0, y = ((y << 24) | (y >>> 8)) ^ x;
    x = (x + k1) | 0, y = (y + k2 + 4) | 0;

    x = (x + y) | 0, y = ((y << 13) | (y >>> 19)) ^ x;
    x = (x + y) | 0, y = ((y << 15) | (y >>> 17)) ^ x;
    x = (x + y) | 0, y = ((y << 26) | (y >>> 6)) ^ x;
    x = (x + y) | 0, y = ((y << 6) | (y >>> 26)) ^ x;
    x = (x + k2) | 0, y = (y + k0 + 5) | 0;

    out[2 * block] = x;
    out[2 * block + 1] = y;
  }
}

/** Fills `out` by WebAssembly, as much as its memory holds at a time. */
function fillByLanes(
  out: Uint32Array,
  { words, blocks }: Lanes,
  { k0, k1, k2, first, counter1 }: Record<
    "k0" | "k1" | "k2" | "first" | "counter1",
    number
  >,
): void {
  for (let done = 0; done < out.length; done += words.length) {
    const count = Math.min(words.length, out.length - done);
    blocks({
      out: 0,
      key0: k0,
      key1: k1,
      key2: k2,
      first: first + done / 2,
      counter1,
      fours: Math.ceil(count / 8),
    });
    out.set(count < words.length ? words.subarray(0, count) : words, done);
  }
}

/** Below so many words the call and the copy cost more than they save. */
const FEWEST_WORDS = 64;

/** Compiled at the first use; null where SIMD is missing. */
let lanes: Lanes | null | undefined;

type Lanes = ReturnType<typeof compileOnOwnMemory>;

function compileLanes(): Lanes | null {
  try {
    return compileOnOwnMemory();
  } catch (thrown) {
    if (thrown instanceof WebAssembly.CompileError) return null;
    throw thrown;
  }
}

function compileOnOwnMemory() {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  return {
    /** What is written. */
    words: new Uint32Array(memory.buffer),
    blocks: compile([threefryBlocks], memory).threefryBlocks,
  };
}
