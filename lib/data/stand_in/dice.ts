/**
 * Random numbers for the stand-ins: one after another, from a seed.
 *
 * @module
 */

import { drawBits, SeedStream } from "../../random/seed_stream.ts";

const BLOCK = 4096;

/** Draws numbers one by one; the same seed and set give the same ones. */
export class Dice {
  readonly #stream: SeedStream;
  #bits = new Uint32Array(0);
  #at = 0;

  /**
   * @param seed Integer in [0, 2^32).
   * @param set Integer in [0, 2^32); sets of one seed are independent.
   */
  constructor(seed: number, set: number) {
    this.#stream = new SeedStream(seed, set);
  }

  /** A number in [low, high). */
  uniform(low = 0, high = 1): number {
    if (this.#at === this.#bits.length) {
      this.#bits = drawBits(this.#stream.next(), BLOCK);
      this.#at = 0;
    }
    return low + (high - low) * (this.#bits[this.#at++] / 2 ** 32);
  }

  /** An integer in [0, count). */
  integer(count: number): number {
    return Math.floor(this.uniform(0, count));
  }

  /** A normal number, by the method of Box and Muller (1958). */
  normal(mean = 0, deviation = 1): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + deviation * radius * Math.cos(this.uniform(0, 2 * Math.PI));
  }

  /** Whether something of this probability happens. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }
}
