/**
 * Trap of tfjs 4.22: its own layers that drop or add noise take a seed from
 * `Math.random` at each call, and only some of them could be given another.
 *
 * Here they draw from the run that `setRandomSeed()` started, if there is one.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { during } from "../random/during.ts";
import { drawBits } from "../random/seed_stream.ts";
import { seededRun } from "../random/set_random_seed.ts";

/** Any arguments do: the layers are only asked for their classes. */
function drawingClasses(): unknown[] {
  const { layers } = tf;
  const [rate, units] = [0, 1];
  return [
    layers.dropout({ rate }),
    layers.gaussianNoise({ stddev: 1 }),
    layers.gaussianDropout({ rate }),
    layers.alphaDropout({ rate }),
    layers.simpleRNNCell({ units }),
    layers.gruCell({ units }),
    layers.lstmCell({ units }),
    layers.convLstm2dCell({ filters: 1, kernelSize: 1 }),
  ].map(({ constructor }) => constructor);
}

/**
 * Replaces `Math.random` whenever one of those layers computes, and only then:
 * a layer's call is synchronous, so nothing else draws meanwhile.
 */
export function unseededLayerDraws(): void {
  for (const { prototype } of drawingClasses() as typeof tf.layers.Layer[]) {
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
