/**
 * Refuses classes that a model does not have: tfjs counts them as no class, so
 * that their loss is 0.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Tensors } from "./batches.ts";
import { innerModel } from "./train_step.ts";

/** What is used of a compiled model. */
interface Compiled {
  readonly outputNames: string[];
  readonly outputs: tf.SymbolicTensor[];
  /** Undefined where an output was given none. */
  readonly lossFunctions: ({ readonly name: string } | undefined)[];
}

/**
 * Checks targets that are numbers of classes.
 *
 * @param ys One tensor, one per output, or one by the output's name.
 * @throws {RangeError} If one is no class of its output.
 */
export async function checkLabels(
  model: tf.LayersModel,
  ys: Tensors,
): Promise<void> {
  const { outputNames, outputs, lossFunctions } = innerModel(
    model,
  ) as unknown as Compiled;
  for (const [i, loss] of lossFunctions.entries()) {
    if (!loss?.name.startsWith("sparseCategoricalCrossentropy")) continue;
    const target = targetOf(ys, i, outputNames[i]);
    if (!(target instanceof tf.Tensor) || target.size === 0) continue;
    const ends = tf.tidy(() => {
      const labels = target.cast("float32");
      return tf.stack([labels.min(), labels.max()]);
    });
    const found = await ends.data();
    ends.dispose();
    const classes = outputs[i].shape.at(-1)!;
    const wrong = found.find((label) => !(label >= 0 && label < classes));
    if (wrong === undefined) continue;
    throw new RangeError(
      `The targets of ${
        outputNames[i]
      } hold the class ${wrong}; its ${classes} classes are 0 to ${
        classes - 1
      }`,
    );
  }
}

function targetOf(ys: Tensors, index: number, name: string): unknown {
  if (ys instanceof tf.Tensor) return ys;
  return Array.isArray(ys) ? ys[index] : ys?.[name];
}
