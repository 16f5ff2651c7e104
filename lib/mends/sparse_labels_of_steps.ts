/**
 * Trap of tfjs 4.22: for an output with several classes per sample, as of a
 * text's steps or an image's pixels, sparse labels must have a last axis of 1:
 * `[batch, steps, 1]`, where one class per sample may be `[batch]`.
 *
 * Here `[batch, steps]` is taken, too, as in Keras.
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
  standardizeUserDataXY(x: unknown, y: unknown, ...rest: unknown[]): unknown;
}

/** The labels of an output, with their last axis. */
function withLastAxis(model: Compiled, target: unknown, output: number) {
  const { lossFunctions, outputs } = model;
  const isSparse = lossFunctions?.[output]?.name
    .startsWith("sparseCategoricalCrossentropy");
  const isShort = target instanceof tf.Tensor && target.rank > 1 &&
    target.rank === outputs[output].shape.length - 1;
  return isSparse && isShort ? target.expandDims(-1) : target;
}

export function sparseLabelsOfSteps(): void {
  const methods = tf.LayersModel.prototype as unknown as Compiled;
  const { standardizeUserDataXY } = methods;
  // What is made here is disposed of by whoever called this, as what the
  // shipped one makes is.
  methods.standardizeUserDataXY = function (x, y, ...rest) {
    const taken = y instanceof tf.Tensor
      ? withLastAxis(this, y, 0)
      : Array.isArray(y)
      ? y.map((each, i) => this.outputs[i] ? withLastAxis(this, each, i) : each)
      : typeof y === "object" && y !== null
      ? Object.fromEntries(
        Object.entries(y).map(([name, each]) => {
          const output = this.outputNames.indexOf(name);
          return [name, output < 0 ? each : withLastAxis(this, each, output)];
        }),
      )
      : y;
    return standardizeUserDataXY.call(this, x, taken, ...rest);
  };
}
