/**
 * Trap of tfjs 4.22: `fit` orders its batches by `tf.util.shuffle`, which
 * draws from `Math.random` and takes no seed.
 *
 * Here it draws from the run that `setRandomSeed()` started, if there is one.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { seededRun } from "../random/set_random_seed.ts";
import { shuffle } from "../random/shuffle.ts";

export function unseededShuffle(): void {
  const util = tf.util as { shuffle: typeof tf.util.shuffle };
  const unseeded = util.shuffle;
  util.shuffle = (array) => {
    const run = seededRun();
    if (run) shuffle(array, run.shuffles.next());
    else unseeded(array);
  };
}
