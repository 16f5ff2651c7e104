/**
 * Trap of tfjs 4.22: an initialiser without a seed draws from `Math.random`,
 * so no two runs start from the same weights, and there is no global seed.
 *
 * Here it draws from the run that `setRandomSeed()` started, if there is one.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { drawBits } from "../random/seed_stream.ts";
import { seededRun } from "../random/set_random_seed.ts";

interface Initialiser {
  seed?: number | null;
  apply(shape: tf.Shape, dtype?: tf.DataType): tf.Tensor;
}

export function unseededInitializers(): void {
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
      const run = seededRun();
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
