/**
 * One seed for a whole run, as `keras.utils.set_random_seed`.
 *
 * tfjs takes what it draws unseeded from `Math.random`. While a run is seeded,
 * its initialisers without a seed of their own, `tf.util.shuffle`, with which
 * `fit` orders its batches, and `shuffle()` of its datasets take theirs from
 * here (`lib/mends/unseeded_*.ts`), each kind counted apart: one more dropout
 * layer changes no initial weight. Its own layers that drop or add noise draw
 * by this library (`lib/mends/draws_kept_inside.ts`). `Math.random` is otherwise left
 * alone, so what a figure or a timer draws changes no result.
 *
 * Not reached: `tf.randomNormal` and its like without a seed argument.
 *
 * @module
 */

import { processWide } from "./process_wide.ts";
import { SeedStream } from "./seed_stream.ts";

/** Streams of the run, from the far end of the layers' numbers. */
const INITIALISERS = 2 ** 32 - 1;
const SHUFFLES = 2 ** 32 - 2;

/** The streams of a seeded run. */
export interface SeededRun {
  readonly seed: number;
  readonly initialisers: SeedStream;
  readonly shuffles: SeedStream;
  /** The stream of the next layer that is made. */
  layers: number;
}

const current = processWide(
  "randomSeed",
  (): { run?: SeededRun } => ({}),
);

/** The run that {@linkcode setRandomSeed} started; undefined if none is seeded. */
export function seededRun(): SeededRun | undefined {
  return current.run;
}

/**
 * Makes what follows repeatable: initial weights, the order of `fit`'s
 * batches, and the masks of layers that are made without a seed of their own,
 * tfjs' included.
 *
 * Call it first, before models are made; a second call starts over.
 *
 * @param seed Integer in `[0, 2^32)`, or null to go back to unseeded draws.
 * @throws {RangeError} If `seed` is no such integer.
 */
export function setRandomSeed(seed: number | null): void {
  current.run = seed === null ? undefined : {
    seed,
    initialisers: new SeedStream(seed, INITIALISERS),
    shuffles: new SeedStream(seed, SHUFFLES),
    // Stream 0 belongs to layers with a seed of their own.
    layers: 1,
  };
}

/**
 * The stream of a layer that is being made.
 *
 * @param seed The layer's own seed; without one it gets the next stream of
 * the run, or an unpredictable one where no run is seeded.
 */
export function layerStream(seed?: number | null): SeedStream {
  if (seed != null) return new SeedStream(seed);
  const { run } = current;
  if (run) return new SeedStream(run.seed, run.layers++);
  return new SeedStream(crypto.getRandomValues(new Uint32Array(1))[0]);
}
