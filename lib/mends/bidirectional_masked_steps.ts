/**
 * Trap of tfjs 4.22: a bidirectional layer that gives all steps repeats, at
 * masked ones, what stood before them in each direction, so that layers which
 * pass no mask on (a convolution, `flatten`) get other numbers than in Keras.
 *
 * Here they are 0, as Keras has it for these layers.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { tfjsClass } from "./tfjs_class.ts";

interface Bidirectional extends tf.layers.Layer {
  readonly returnSequences: boolean;
  readonly mergeMode: string | null;
}

export function bidirectionalMaskedSteps(): void {
  const { prototype } = tfjsClass("Bidirectional") as {
    prototype: Bidirectional;
  };
  const { call } = prototype;
  prototype.call = function (this: Bidirectional, inputs, args) {
    const mask = [args?.mask ?? []].flat()[0] as tf.Tensor | undefined;
    if (!mask || !this.returnSequences) return call.call(this, inputs, args);
    return tf.tidy(() => {
      const results = [call.call(this, inputs, args)].flat();
      const counts = mask.cast("float32").expandDims(2);
      // Unmerged, both directions come apart; states follow.
      const sequences = this.mergeMode === null ? 2 : 1;
      const masked = results.map((result, i) =>
        i < sequences ? result.mul(counts) : result
      );
      return masked.length === 1 ? masked[0] : masked;
    });
  };
}
