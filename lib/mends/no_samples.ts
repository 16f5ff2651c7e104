/**
 * Trap of tfjs 4.22: of no samples `fit` gives an empty history and `evaluate`
 * an empty array, both without a word, and `predict` an error about `concat`.
 * `fit` takes `epochs: NaN` for none, trains two epochs with `initialEpoch:
 * -1`, and with `validationSplit: 2` it trains on what it should measure on.
 * Given arrays of numbers or disposed tensors, all three fail with an error about
 * properties of undefined.
 *
 * Here they are refused, with what was given.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

// deno-lint-ignore no-explicit-any -- methods of every kind are wrapped
type Any = (...args: any[]) => any;

/**
 * Refuses what holds no tensors, or some that are gone.
 *
 * @param name The argument: x or y.
 */
function checkTensors(method: string, name: string, data: unknown): void {
  const needs = `${method} needs ${name} as a tensor`;
  if (typeof data !== "object" || data === null) {
    throw new TypeError(`${needs}, got ${data}`);
  }
  if (data instanceof tf.data.Dataset) {
    throw new TypeError(
      `${needs}; ${method}Dataset(dataset, options) takes a dataset`,
    );
  }
  const all = data instanceof tf.Tensor ? [data] : Object.values(data);
  if (!all.every((one) => one instanceof tf.Tensor)) {
    throw new TypeError(
      `${needs}, an array of tensors or an object of them, got other things; tf.tensor() makes one of numbers`,
    );
  }
  if (all.some(({ isDisposed }) => isDisposed)) {
    throw new Error(`${needs}, but it is disposed of`);
  }
  const empty = all.find(({ shape }) => shape[0] === 0);
  if (empty) {
    throw new RangeError(
      `${method} needs at least one sample, got ${name} of shape [${empty.shape}]`,
    );
  }
}

function checkNumbers(args: tf.ModelFitArgs | undefined): void {
  const { epochs = 1, initialEpoch = 0, validationSplit = 0 } = args ?? {};
  const { validationData } = args ?? {};
  if (validationData != null && !Array.isArray(validationData)) {
    throw new TypeError(
      "validationData of fit is [x, y]; fitDataset() and fit() of thaw take a dataset",
    );
  }
  for (const [name, value] of Object.entries({ epochs, initialEpoch })) {
    if (!(Number.isInteger(value) && value >= 0)) {
      throw new RangeError(
        `${name} of fit must be an integer of at least 0, got ${value}`,
      );
    }
  }
  if (
    !(typeof validationSplit === "number" && validationSplit >= 0 &&
      validationSplit < 1)
  ) {
    throw new RangeError(
      `validationSplit of fit must lie in [0, 1), got ${validationSplit}`,
    );
  }
}

export function noSamples(): void {
  const methods = tf.LayersModel.prototype as unknown as Record<string, Any>;
  for (const method of ["evaluate", "predict"]) {
    const shipped = methods[method];
    methods[method] = function (x, ...args) {
      checkTensors(method, "x", x);
      if (method === "evaluate") checkTensors(method, "y", args[0]);
      return shipped.call(this, x, ...args);
    };
  }
  const { fit } = methods;
  methods.fit = async function (x, y, args) {
    checkTensors("fit", "x", x);
    checkTensors("fit", "y", y);
    checkNumbers(args);
    return await fit.call(this, x, y, args);
  };
}
