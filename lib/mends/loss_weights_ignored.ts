/**
 * Trap of tfjs 4.22: `compile` ignores `lossWeights`, so that all outputs count
 * the same, and refuses to load a model that was saved with them.
 *
 * Here the total loss is the weighted sum, as in Keras; the losses of the
 * outputs are shown as they are. They are saved with the optimizer and loaded.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { requireKnown } from "../options/known_value.ts";
import { compileLoadedWith } from "./loaded_compile.ts";

/** One for each output in order, one by name, or one for a single output. */
export type LossWeights = number | number[] | Record<string, number>;

// What `compile` takes, for whoever checks types.
declare module "@tensorflow/tfjs" {
  interface ModelCompileArgs {
    /** What the loss of each output counts in the total; 1. */
    lossWeights?: LossWeights;
  }
}

const weightsOf = new WeakMap<object, number[]>();

/** What the loss of each output counts in the total; undefined for 1 each. */
export function lossWeights(model: object): number[] | undefined {
  return weightsOf.get(model);
}

/**
 * Keeps what the losses of a model's outputs count.
 *
 * @throws {RangeError} If they are no numbers, or of other outputs.
 */
function setLossWeights(
  model: { readonly outputNames: string[] },
  weights: LossWeights | null | undefined,
): void {
  if (weights === null || weights === undefined) {
    weightsOf.delete(model);
    return;
  }
  const { outputNames } = model;
  const list = listed(weights, outputNames);
  const wrong = list.find((weight) => !Number.isFinite(weight));
  if (wrong !== undefined) {
    throw new RangeError(`lossWeights are numbers, got ${wrong}`);
  }
  if (list.length !== outputNames.length) {
    throw new RangeError(
      `lossWeights needs one for each of ${
        outputNames.join(", ")
      }, got ${list.length}`,
    );
  }
  weightsOf.set(model, list);
}

function listed(weights: LossWeights, names: string[]): number[] {
  if (typeof weights === "number") return [weights];
  if (Array.isArray(weights)) return weights;
  for (const name of Object.keys(weights)) {
    requireKnown("The output of lossWeights", name, names);
  }
  // As in Keras, an output that is not named counts 1.
  return names.map((name) => weights[name] ?? 1);
}

/** What a model is trained with, as it is saved. */
interface TrainingConfig {
  loss_weights?: LossWeights | null;
}

interface Saving {
  /** The functional model in a sequential one, which trains. */
  model?: object;
  getTrainingConfig(): TrainingConfig;
}

export function lossWeightsIgnored(): void {
  const { prototype } = tf.LayersModel;
  const { compile } = prototype;
  prototype.compile = function (args) {
    const { lossWeights } = args as { lossWeights?: LossWeights };
    setLossWeights(this, lossWeights);
    compile.call(this, args);
  };
  const saving = prototype as unknown as Saving;
  const { getTrainingConfig } = saving;
  saving.getTrainingConfig = function () {
    const weights = lossWeights(this.model ?? this);
    const config = getTrainingConfig.call(this);
    return weights ? { ...config, loss_weights: weights } : config;
  };
  compileLoadedWith(
    "loss_weights",
    (lossWeights: LossWeights | null | undefined) => ({ lossWeights }),
  );
}
