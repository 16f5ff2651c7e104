/**
 * An end to a training whose loss is no number any more.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { logNumbers } from "../log_numbers.ts";

class TerminateOnNaN extends tf.Callback {
  override async onBatchEnd(batch: number, logs?: tf.Logs): Promise<void> {
    const { loss } = await logNumbers(logs);
    if (!Number.isFinite(loss)) {
      console.warn(`The loss of batch ${batch} is ${loss}; training ends`);
      this.model.stopTraining = true;
    }
  }
}

/**
 * Ends a training after the first batch whose loss is NaN or infinite, as
 * Keras's `TerminateOnNaN`.
 *
 * @returns A callback for `fit`, tfjs's too.
 */
export function terminateOnNaN(): tf.Callback {
  return new TerminateOnNaN();
}
