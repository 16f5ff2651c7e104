/** The optimizers of tfjs itself. */

import * as tf from "@tensorflow/tfjs";

export const SHIPPED_OPTIMIZERS = [
  tf.AdadeltaOptimizer,
  tf.AdagradOptimizer,
  tf.AdamOptimizer,
  tf.AdamaxOptimizer,
  tf.MomentumOptimizer,
  tf.RMSPropOptimizer,
  tf.SGDOptimizer,
];
