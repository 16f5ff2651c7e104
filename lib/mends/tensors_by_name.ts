/**
 * Trap of tfjs 4.22: `fit` and `evaluate` take inputs by name, `{ image, text
 * }`, and `predict` finds no tensor in such an object. Targets of outputs that
 * the model does not have are ignored without a word.
 *
 * Here `predict` and `predictOnBatch` take inputs by name, too, and such
 * targets are refused, as in Keras.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

type Method = (x: unknown, ...rest: unknown[]) => unknown;

/** Whether tensors come as an object of them, by name. */
function isByName(tensors: unknown): tensors is Record<string, unknown> {
  return typeof tensors === "object" && tensors !== null &&
    !Array.isArray(tensors) && !(tensors instanceof tf.Tensor);
}

/** The inputs in the model's order. */
function inOrder(method: string, model: tf.LayersModel, x: unknown): unknown {
  if (!isByName(x)) return x;
  const { inputNames } = model;
  const missing = inputNames.find((name) => !(x[name] instanceof tf.Tensor));
  if (missing === undefined) return inputNames.map((name) => x[name]);
  throw new TypeError(
    `${method} needs a tensor for the input ${missing}, got an object of ${
      Object.keys(x).join(", ") || "nothing"
    }`,
  );
}

function checkTargets({ outputNames }: tf.LayersModel, y: unknown): void {
  if (!isByName(y)) return;
  const unknown = Object.keys(y).find((name) => !outputNames.includes(name));
  if (unknown === undefined) return;
  throw new RangeError(
    `There are targets for ${unknown}, but the model's outputs are ${
      outputNames.join(", ")
    }`,
  );
}

export function tensorsByName(): void {
  const methods = tf.LayersModel.prototype as unknown as Record<string, Method>;
  for (const method of ["predict", "predictOnBatch"]) {
    const shipped = methods[method];
    methods[method] = function (this: tf.LayersModel, x, ...rest) {
      return shipped.call(this, inOrder(method, this, x), ...rest);
    };
  }
  const { standardizeUserDataXY } = methods;
  methods.standardizeUserDataXY = function (
    this: tf.LayersModel,
    x,
    y,
    ...rest
  ) {
    checkTargets(this, y);
    return standardizeUserDataXY.call(this, x, y, ...rest);
  };
}
