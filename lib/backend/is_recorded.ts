import * as tf from "@tensorflow/tfjs";

/** Whether somebody asks for gradients of what is computed now. */
export function isRecorded(): boolean {
  return (tf.engine() as unknown as { isTapeOn(): boolean }).isTapeOn();
}
