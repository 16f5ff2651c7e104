import * as tf from "@tensorflow/tfjs";
import { EVALUATE_FORMULA } from "../../../lib/backend/kernels/evaluate_formula.ts";

/** Runs `work` on WASM without the loop for formulas: operation by operation. */
export async function inOperations<Result>(
  work: () => Promise<Result>,
): Promise<Result> {
  const kernel = tf.getKernel(EVALUATE_FORMULA, "wasm");
  tf.unregisterKernel(EVALUATE_FORMULA, "wasm");
  try {
    return await work();
  } finally {
    tf.registerKernel(kernel);
  }
}
