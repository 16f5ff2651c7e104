/**
 * Trap of tfjs 4.22: it makes an optimizer from a name and owns it, but
 * forgets it, its moments and all, when the model is compiled again.
 *
 * Here `compile` disposes of it. An optimizer passed as an object is the
 * caller's.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

interface Compiled {
  optimizer_?: tf.Optimizer;
  isOptimizerOwned: boolean;
}

export function recompileLeaksOptimizer(): void {
  // A sequential model hands its arguments on to a functional one inside it,
  // of which it makes a new one each time.
  for (const { prototype } of [tf.LayersModel, tf.Sequential]) {
    const compile = prototype.compile;
    prototype.compile = function (args) {
      const { optimizer_, isOptimizerOwned } = this as unknown as Compiled;
      compile.call(this, args);
      if (isOptimizerOwned && this.optimizer !== optimizer_) {
        optimizer_?.dispose();
      }
    };
  }
}
