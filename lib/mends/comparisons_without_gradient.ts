/**
 * Trap of tfjs 4.22: comparisons and logical operations have no gradient at
 * all, so that what is multiplied by a mask made of the input, as in `masking`,
 * throws in training.
 *
 * Here their gradient is 0, as everywhere else.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** The operations with the names of their inputs. */
const OPERATIONS: Record<string, string[]> = {
  All: ["x"],
  Any: ["x"],
  Equal: ["a", "b"],
  Greater: ["a", "b"],
  Less: ["a", "b"],
  LessEqual: ["a", "b"],
  LogicalAnd: ["a", "b"],
  LogicalNot: ["x"],
  LogicalOr: ["a", "b"],
  NotEqual: ["a", "b"],
};

export function comparisonsWithoutGradient(): void {
  for (const [kernelName, inputs] of Object.entries(OPERATIONS)) {
    if (tf.getGradient(kernelName)) continue;
    tf.registerGradient({
      kernelName,
      inputsToSave: inputs,
      gradFunc: (_dy, saved) =>
        Object.fromEntries(
          inputs.map((name, i) => [name, () => tf.zeros(saved[i].shape)]),
        ),
    });
  }
}
