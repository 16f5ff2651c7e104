/**
 * Random choices that a seed repeats, and the values an attacker would try.
 *
 * @module
 */

/** Keys that mean something to JavaScript. */
const KEYS = [
  "toString",
  "toJSON",
  "valueOf",
  "then",
  "constructor",
  "__proto__",
  "length",
  "code",
  "data",
  "status",
  "",
  "\ud800",
];

const TEXTS = [
  "",
  "\0",
  "\ud800",
  "\u2028",
  "__proto__",
  "../../etc/passwd",
  "\x1b[31m",
  "💥".repeat(1000),
  "x".repeat(100_000),
  "1e999",
  "{}",
];

const NUMBERS = [
  0,
  -0,
  1,
  -1,
  0.5,
  1e300,
  -1e300,
  2 ** 53,
  2 ** 31,
  -(2 ** 31),
];

export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to 1, without 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  /** Any JSON, of a kind that nobody expects. */
  json(depth = 3): unknown {
    const kind = this.below(depth > 0 ? 9 : 5);
    if (kind === 0) return null;
    if (kind === 1) return this.is(0.5);
    if (kind === 2) return this.pick(NUMBERS);
    if (kind < 5) return this.pick(TEXTS);
    if (kind === 5) return this.nested();
    const length = this.below(4);
    if (kind === 6) return Array.from({ length }, () => this.json(depth - 1));
    return this.object(depth - 1, length);
  }

  object(depth = 2, length = this.below(4)): Record<string, unknown> {
    return Object.fromEntries(
      Array.from({ length }, () => [this.pick(KEYS), this.json(depth)]),
    );
  }

  /** A list in a list, more often than most code recurses. */
  nested(): unknown {
    let value: unknown = [];
    for (let depth = this.pick([10, 1000, 3000]); depth > 0; depth--) {
      value = [value];
    }
    return value;
  }
}
