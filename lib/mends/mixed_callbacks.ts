/**
 * Trap of tfjs 4.22: of `callbacks: [{ onEpochEnd }, tf.callbacks.earlyStopping()]`
 * it looks at the first only. After an object with hooks a callback is taken
 * apart into hooks, too, and fails at `getMonitorValue`; after a callback an
 * object stays as it is, and fails at `setParams`.
 *
 * Here each object is made a callback where one of the others is one.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What all callbacks of tfjs are, those of hooks too. */
const BaseCallback = Object.getPrototypeOf(tf.Callback);

type Args = Pick<tf.ModelFitArgs, "callbacks" | "yieldEvery">;

function withCallbacks<Given extends Args | undefined>(args: Given): Given {
  const { callbacks, yieldEvery } = args ?? {};
  const isMade = (callback: unknown) => callback instanceof BaseCallback;
  if (!Array.isArray(callbacks) || !callbacks.some(isMade)) return args;
  return {
    ...args,
    callbacks: callbacks.map((callback) =>
      isMade(callback) ? callback : new tf.CustomCallback(callback, yieldEvery)
    ),
  };
}

export function mixedCallbacks(): void {
  const { prototype } = tf.LayersModel;
  const { fit, fitDataset } = prototype;
  prototype.fit = function (x, y, args) {
    return fit.call(this, x, y, withCallbacks(args));
  };
  prototype.fitDataset = function (dataset, args) {
    return fitDataset.call(this, dataset, withCallbacks(args)) as never;
  };
}
