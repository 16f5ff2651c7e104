/**
 * Trap of tfjs 4.22: `Dataset.shuffle()` without a seed takes the time of day,
 * and takes a seed of 0 for none.
 *
 * Here it draws from the run that `setRandomSeed()` started, if there is one,
 * and 0 is a seed.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { drawBits } from "../random/seed_stream.ts";
import { seededRun } from "../random/set_random_seed.ts";

export function unseededDatasetShuffle(): void {
  const { prototype } = tf.data.Dataset;
  const { shuffle } = prototype;
  prototype.shuffle = function (bufferSize, seed, reshuffleEachIteration) {
    const run = seededRun();
    const given = seed ?? (run && drawBits(run.shuffles.next(), 1)[0]);
    return shuffle.call(
      this,
      bufferSize,
      given === undefined ? undefined : String(given),
      reshuffleEachIteration,
    );
  };
}
