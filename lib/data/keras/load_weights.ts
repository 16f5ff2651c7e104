/**
 * Weights that were stored into a model of TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { kerasDifferences } from "../../layers/keras_differences.ts";
import { checkOptions } from "../../options/check_options.ts";
import { requireKind } from "../../options/require_kind.ts";
import { type Fitting, WeightComparison } from "./weight_comparison.ts";
import { openWeightFile } from "./weight_file.ts";

/** How weights find their layers; named as in Keras. */
export interface LoadWeightsOptions {
  /**
   * Whether layers that the file lacks, or that have other shapes there, stay
   * as they are: a new head on a known base. False.
   */
  skipMismatch?: boolean;
  /**
   * `name`: each layer gets the weights of its name. `order`: the first of the
   * model those of the file's first, whatever their names. `name`.
   */
  by?: "name" | "order";
}

/**
 * Loads weights into the layers of the same names, also those of models within
 * the model: what Keras stored, or `saveWeights`.
 *
 * All names and shapes are compared, then all values read, before the first
 * weight of the model changes: it has either all of them or none. Names that
 * Keras or tfjs numbers by itself may be numbered differently in the file, see
 * `matchLayers()`. In a `.h5` file a model within the model is one list of
 * weights: by the names of its layers, else by its order. What is frozen does
 * not matter. A warning names layers that compute otherwise in tfjs than in Keras.
 *
 * @param model A built model; its weights are overwritten, its optimizer is not.
 * @param path A `.h5`, `.weights.h5`, `.keras` or `.safetensors` file.
 * @returns Names of the file's layers that the model has no use for.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If the file is of none of these kinds, or damaged.
 * @throws {TypeError} If there is no such option.
 * @throws {RangeError} If a layer is not in the file or does not fit; names
 *   each such layer with the model's and the file's shapes. With
 *   `skipMismatch`, if none fits.
 */
export async function loadWeights(
  model: tf.LayersModel,
  path: string,
  options: LoadWeightsOptions = {},
): Promise<string[]> {
  requireKind("loadWeights", "model", model, "model");
  requireKind("loadWeights", "path", path, "text");
  checkOptions("loadWeights", options, {
    skipMismatch: "boolean",
    by: true,
  });
  const { skipMismatch = false, by = "name" } = options;
  if (by !== "name" && by !== "order") {
    throw new RangeError(`by must be name or order, got ${by}`);
  }
  const unused = await loadInto(model, path, { skipMismatch, by });
  if (!path.endsWith(".safetensors")) warnOfDifferences(model);
  return unused;
}

/**
 * {@linkcode loadWeights} of a model that is known to compute as Keras does, so
 * that nothing is to be said of differences.
 */
export async function loadInto(
  model: tf.LayersModel,
  path: string,
  { skipMismatch = false, by = "name" }: LoadWeightsOptions = {},
): Promise<string[]> {
  using file = await openWeightFile(path);
  const comparison = new WeightComparison(by, file.keyed);
  comparison.compare(model.layers, file.layers);
  const { fitting, wrong, unused } = comparison;
  if (wrong.length > 0) {
    const listed = listOf(wrong);
    if (!skipMismatch || fitting.length === 0) {
      throw new RangeError(`${path} does not fit the model: ${listed}`);
    }
    console.warn(`Left as they were: ${listed}`);
  }
  writeAll(fitting);
  return unused;
}

function listOf(wrong: string[]): string {
  const shown = wrong.slice(0, 5).join("; ");
  return wrong.length > 5 ? `${shown}; and ${wrong.length - 5} more` : shown;
}

/** Reads all values before the first weight changes. */
function writeAll(fitting: Fitting[]): void {
  const values: tf.Tensor[] = [];
  try {
    for (const { stored } of fitting) {
      values.push(tf.tensor(stored.read(), stored.shape));
    }
    fitting.forEach(({ variable }, i) => variable.write(values[i]));
  } finally {
    tf.dispose(values);
  }
}

function warnOfDifferences(model: tf.LayersModel): void {
  const differences = kerasDifferences(model);
  if (differences.length === 0) return;
  console.warn(
    `If Keras trained these weights, the model gives other numbers: ${
      differences.join("; ")
    }`,
  );
}
