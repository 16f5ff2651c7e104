/**
 * Trap of tfjs 4.22: its own layers that drop or add noise take a seed from
 * `Math.random` at each call, and only some of them could be given another.
 *
 * Here they draw from the run that `setRandomSeed()` started, if there is one.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { during } from "../random/during.ts";
import { drawBits } from "../random/seed_stream.ts";
import { seededRun } from "../random/set_random_seed.ts";
import { tfjsClass } from "./tfjs_class.ts";

/** Recurrent cells draw by this library (`recurrent_dropout.ts`). */
const DRAWING = [
  "Dropout",
  "SpatialDropout1D",
  "GaussianNoise",
  "GaussianDropout",
  "AlphaDropout",
];

/**
 * Replaces `Math.random` whenever one of those layers computes, and only then:
 * a layer's call is synchronous, so nothing else draws meanwhile.
 */
export function unseededLayerDraws(): void {
  for (const name of DRAWING) {
    const { prototype } = tfjsClass(name) as typeof tf.layers.Layer;
    const call = prototype.call;
    prototype.call = function (inputs, args) {
      const run = seededRun();
      if (!run) return call.call(this, inputs, args);
      const { random } = Math;
      Math.random = () => drawBits(run.layerDraws.next(), 1)[0] / 2 ** 32;
      return during(
        () => Math.random = random,
        () => call.call(this, inputs, args),
      );
    };
  }
}
