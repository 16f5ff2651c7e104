/**
 * NumPy's `RandomState(seed).shuffle()`, so that data sets come in the order
 * they have in Keras. For everything else there is `lib/random`.
 *
 * @see Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), pp. 3-30.
 * @see `random_interval()` in numpy/random/src/distributions/distributions.c
 * @module
 */

const WORDS = 624;
const MIDDLE = 397;

/** The orders that one `RandomState` shuffles into, one after another. */
export class NumpyShuffle {
  readonly #random: () => number;

  /** @param seed Integer in [0, 2^32). */
  constructor(seed: number) {
    this.#random = mersenneTwister(seed);
  }

  /** The integers from 0 to `length - 1`, shuffled. */
  next(length: number): number[] {
    const order = Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const mask = 2 ** (32 - Math.clz32(i)) - 1;
      let j: number;
      do j = (this.#random() & mask) >>> 0; while (j > i);
      [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
  }
}

/** MT19937: 32-bit words. */
function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(WORDS);
  state[0] = seed;
  for (let i = 1; i < WORDS; i++) {
    const last = state[i - 1] ^ (state[i - 1] >>> 30);
    state[i] = Math.imul(1812433253, last) + i;
  }
  let at = WORDS;
  return () => {
    if (at === WORDS) {
      twist(state);
      at = 0;
    }
    let word = state[at++];
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return word ^ (word >>> 18);
  };
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < WORDS; i++) {
    const next = state[(i + 1) % WORDS];
    const word = (state[i] & 0x80000000) | (next & 0x7fffffff);
    const odd = word & 1 ? 0x9908b0df : 0;
    state[i] = state[(i + MIDDLE) % WORDS] ^ (word >>> 1) ^ odd;
  }
}
