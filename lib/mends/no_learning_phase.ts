/**
 * Trap of tfjs 4.22: it has no learning phase, Keras's one switch for all
 * models. `lib/dropout/phase.ts` has the functions that set it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { processWide } from "../random/process_wide.ts";

/** 1 for training, 0 for inference, null for what models ask for. */
export const learningPhase = processWide(
  "learningPhase",
  (): { value: 0 | 1 | null } => ({ value: null }),
);

export function noLearningPhase(): void {
  const { prototype } = tf.layers.Layer;
  const apply = prototype.apply;
  prototype.apply = function (inputs, args) {
    const { value } = learningPhase;
    // A model that is put together keeps what its layers are called with.
    const isComputed = [inputs].flat()[0] instanceof tf.Tensor;
    return value === null || !isComputed
      ? apply.call(this, inputs, args)
      : apply.call(this, inputs, { ...args, training: value === 1 });
  };
}
