/**
 * One seed for a whole run, as `keras.utils.set_random_seed`.
 *
 * tfjs takes what it draws unseeded from `Math.random`. While a run is seeded,
 * its initialisers without a seed of their own, `tf.util.shuffle`, with which
 * `fit` orders its batches, and its own layers that drop or add noise take
 * theirs from here, each kind counted apart: one more dropout layer changes no
 * initial weight. `Math.random` is otherwise left alone, so what a figure or a
 * timer draws changes no result.
 *
 * Not reached: `tf.randomNormal` and its like without a seed argument, and
 * `tf.data.Dataset.shuffle`, whose second argument is a seed.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { seedLayerDraws } from "./layer_draws.ts";
import { drawBits, SeedStream } from "./seed_stream.ts";
import { shuffle } from "./shuffle.ts";

/** Streams of the run, from the far end of the layers' numbers. */
const INITIALISERS = 2 ** 32 - 1;
const SHUFFLES = 2 ** 32 - 2;
const LAYER_DRAWS = 2 ** 32 - 3;

interface Run {
  readonly seed: number;
  readonly initialisers: SeedStream;
  readonly shuffles: SeedStream;
  /** What tfjs' own layers draw, all of them. */
  readonly layerDraws: SeedStream;
  layers: number;
}

interface Initialiser {
  seed?: number | null;
  apply(shape: tf.Shape, dtype?: tf.DataType): tf.Tensor;
}

let run: Run | undefined;
let installed = false;

/** Sends what tfjs draws unseeded through the current run, if there is one. */
function install(): void {
  installed = true;
  const util = tf.util as { shuffle: typeof tf.util.shuffle };
  const unseeded = util.shuffle;
  util.shuffle = (array) => {
    if (run) shuffle(array, run.shuffles.next());
    else unseeded(array);
  };
  seedLayerDraws(() => {
    if (!run) return undefined;
    const { layerDraws } = run;
    return () => drawBits(layerDraws.next(), 1)[0] / 2 ** 32;
  });
  const { initializers } = tf;
  const drawing = [
    Object.getPrototypeOf(initializers.glorotUniform({}).constructor), // VarianceScaling
    initializers.orthogonal({}).constructor,
    initializers.randomNormal({}).constructor,
    initializers.randomUniform({}).constructor,
    initializers.truncatedNormal({}).constructor,
  ];
  for (const { prototype } of drawing as { prototype: Initialiser }[]) {
    const apply = prototype.apply;
    prototype.apply = function (shape, dtype) {
      if (!run || this.seed != null) return apply.call(this, shape, dtype);
      // Odd, since tfjs takes a seed of 0 for none.
      this.seed = drawBits(run.initialisers.next(), 1)[0] | 1;
      try {
        return apply.call(this, shape, dtype);
      } finally {
        this.seed = undefined;
      }
    };
  }
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
  if (seed === null) {
    run = undefined;
    return;
  }
  run = {
    seed,
    initialisers: new SeedStream(seed, INITIALISERS),
    shuffles: new SeedStream(seed, SHUFFLES),
    layerDraws: new SeedStream(seed, LAYER_DRAWS),
    // 0 is the stream of a layer with a seed of its own.
    layers: 1,
  };
  if (!installed) install();
}

/**
 * The stream of a layer that is being made.
 *
 * @param seed The layer's own seed; without one it gets the next stream of
 * the run, or an unpredictable one where no run is seeded.
 */
export function layerStream(seed?: number | null): SeedStream {
  if (seed != null) return new SeedStream(seed);
  if (run) return new SeedStream(run.seed, run.layers++);
  return new SeedStream(crypto.getRandomValues(new Uint32Array(1))[0]);
}
