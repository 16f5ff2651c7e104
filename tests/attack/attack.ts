/**
 * What an attack is: something hostile in a number of tries, after which what
 * was attacked must work as before.
 *
 * @module
 */

export interface AttackOptions {
  /** Repeats all choices. */
  seed: number;
  /** How many tries. */
  tries: number;
}

/** What was counted, by what it is; shown to whoever runs the attack. */
export type Figures = Record<string, number>;

export interface Attack {
  name: string;
  /** Tries in the tests, and at full size. */
  tries: { small: number; full: number };
  /**
   * @throws {Error} If what was attacked no longer does what it promises.
   */
  run(options: AttackOptions): Promise<Figures>;
}
