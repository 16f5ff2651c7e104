/**
 * What a saved model was compiled with, beyond what tfjs 4.22 reads of it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** What is used of a model that is loaded with its optimizer. */
interface Loading {
  compile(args: object): void;
  loadTrainingConfig(config: Record<string, unknown>): void;
}

/**
 * Has models that are loaded compiled with one more argument.
 *
 * @param key Of the saved training configuration; tfjs doesn't see it.
 * @param argumentsOf What its value gives `compile`.
 */
export function compileLoadedWith<Value>(
  key: string,
  argumentsOf: (value: Value) => object,
): void {
  const loading = tf.LayersModel.prototype as unknown as Loading;
  const { loadTrainingConfig } = loading;
  loading.loadTrainingConfig = function ({ [key]: value, ...config }) {
    // The same model, whose compile() knows more.
    const compiled: Loading = Object.create(this);
    compiled.compile = (args) =>
      this.compile({ ...args, ...argumentsOf(value as Value) });
    loadTrainingConfig.call(compiled, config);
  };
}
