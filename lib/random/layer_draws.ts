/**
 * What tfjs' own layers draw while they train: the masks of its dropouts and
 * of recurrent cells, its noises. They take a seed from `Math.random` each
 * time, and only some of them could be given another.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { during } from "./during.ts";

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
 * Puts a generator in the place of `Math.random` whenever one of those layers
 * computes, and only then: a layer's call is synchronous, so nothing else
 * draws meanwhile.
 *
 * @param generator The one to use now; undefined leaves `Math.random` alone.
 */
export function seedLayerDraws(
  generator: () => (() => number) | undefined,
): void {
  for (const { prototype } of drawingClasses() as typeof tf.layers.Layer[]) {
    const call = prototype.call;
    prototype.call = function (inputs, args) {
      const seeded = generator();
      if (!seeded) return call.call(this, inputs, args);
      const { random } = Math;
      Math.random = seeded;
      return during(
        () => Math.random = random,
        () => call.call(this, inputs, args),
      );
    };
  }
}
