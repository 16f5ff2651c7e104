/**
 * Trap of tfjs 4.22: classes that a model does not have, as labels from 1 to 3
 * for three units, count as no class: their loss is 0, and the model trains on
 * the others without a word.
 *
 * Here `fit` refuses them.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What is used of a compiled model. */
interface Compiled {
  readonly outputNames: string[];
  readonly outputs: tf.SymbolicTensor[];
  /** Undefined where an output was given none. */
  readonly lossFunctions?: ({ readonly name: string } | undefined)[];
}

/**
 * Checks targets that are numbers of classes.
 *
 * @param ys One tensor, one per output, or one by the output's name.
 * @throws {RangeError} If one is no class of its output.
 */
export async function checkLabels(
  model: tf.LayersModel,
  ys: unknown,
): Promise<void> {
  // A sequential model keeps what is compiled in an inner one.
  const { model: inner } = model as { model?: unknown };
  const { outputNames, outputs, lossFunctions = [] } =
    (inner ?? model) as Compiled;
  for (const [i, loss] of lossFunctions.entries()) {
    if (!loss?.name.startsWith("sparseCategoricalCrossentropy")) continue;
    const classes = outputs[i].shape.at(-1);
    // A user's layer may leave it open.
    if (classes == null) continue;
    const target = targetOf(ys, i, outputNames[i]);
    if (!(target instanceof tf.Tensor) || target.size === 0) continue;
    // Targets that were just made are in memory still, also with WebGPU.
    const labels: ArrayLike<number> = await target.data();
    const wrong = firstOutside(labels, classes);
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

function firstOutside(
  labels: ArrayLike<number>,
  classes: number,
): number | undefined {
  for (let i = 0; i < labels.length; i++) {
    // NaN is outside, too.
    if (!(labels[i] >= 0 && labels[i] < classes)) return labels[i];
  }
}

function targetOf(ys: unknown, index: number, name: string): unknown {
  if (ys instanceof tf.Tensor) return ys;
  return Array.isArray(ys)
    ? ys[index]
    : (ys as tf.NamedTensorMap | undefined)?.[name];
}

export function unknownClasses(): void {
  const { fit } = tf.LayersModel.prototype;
  tf.LayersModel.prototype.fit = async function (x, y, args) {
    await checkLabels(this, y);
    const measured = args?.validationData;
    if (Array.isArray(measured)) await checkLabels(this, measured[1]);
    return await fit.call(this, x, y, args);
  };
}
