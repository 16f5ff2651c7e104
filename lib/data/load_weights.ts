/**
 * Keras's weights into a model of TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { plainName } from "../layers/register_layer.ts";
import { KerasFile, type StoredLayer } from "./keras_file.ts";
import { matchLayers, storageKeys } from "./match_layers.ts";

/** A layer's stored weights, checked to fit. */
interface Fitting {
  layer: tf.layers.Layer;
  stored: StoredLayer;
}

/**
 * Loads weights that Keras stored into the layers of the same names.
 *
 * All names and shapes are compared, then all values read, before the first
 * weight of the model changes: it has either all of them or none. Names that
 * Keras numbers by itself may be numbered differently in the file, see
 * `matchLayers()`. Models within models are not looked into.
 *
 * @param model A built model; its weights are overwritten, its optimizer is not.
 * @param path A `.h5`, `.weights.h5` or `.keras` file.
 * @returns Names of the file's layers that the model has no use for.
 * @throws {Deno.errors.NotFound} If there is no such file.
 * @throws {SyntaxError} If the file is not Keras's, or is damaged.
 * @throws {RangeError} If a layer is not in the file or does not fit; names
 *   each such layer with the model's and the file's shapes.
 */
export async function loadWeights(
  model: tf.LayersModel,
  path: string,
): Promise<string[]> {
  using file = await KerasFile.open(path);
  const fitting = fitAll(model, file, path);
  const values: tf.Tensor[][] = [];
  try {
    for (const { stored } of fitting) {
      values.push(stored.weights.map((it) => tf.tensor(it.read(), it.shape)));
    }
    fitting.forEach(({ layer }, i) => layer.setWeights(values[i]));
  } finally {
    tf.dispose(values);
  }
  const used = new Set(fitting.map(({ stored }) => stored.name));
  return file.layers.map((it) => it.name).filter((name) => !used.has(name));
}

function fitAll(
  model: tf.LayersModel,
  file: KerasFile,
  path: string,
): Fitting[] {
  const layers = model.layers.filter((layer) => layer.weights.length > 0);
  const byName = new Map(file.layers.map((layer) => [layer.name, layer]));
  const named = layers.map((layer) => ({
    name: layer.name,
    className: plainName(layer.getClassName()),
  }));
  const keys = storageKeys(named);
  const names = file.keyed
    ? new Map(named.map(({ name }, i) => [name, keys[i]]))
    : matchLayers(named, [...byName.keys()]);
  const fitting: Fitting[] = [];
  const wrong: string[] = [];
  for (const layer of layers) {
    const found = byName.get(names.get(layer.name) ?? "");
    const wanted = layer.weights.map((weight) => weight.shape as number[]);
    if (
      found && shapes(wanted) === shapes(found.weights.map((it) => it.shape))
    ) {
      fitting.push({ layer, stored: found });
    } else wrong.push(misfit(layer.name, wanted, found));
  }
  if (wrong.length === 0) return fitting;
  const shown = wrong.slice(0, 5).join("; ");
  const more = wrong.length > 5 ? `; and ${wrong.length - 5} more` : "";
  throw new RangeError(`${path} does not fit the model: ${shown}${more}`);
}

function misfit(
  name: string,
  wanted: number[][],
  found: StoredLayer | undefined,
): string {
  const model = `layer '${name}' has ${shapes(wanted)}`;
  if (!found) return `${model}, the file has no such layer`;
  const alias = found.name === name ? "" : ` as '${found.name}'`;
  return `${model}, the file ${shapes(found.weights.map((it) => it.shape))}` +
    alias;
}

function shapes(list: number[][]): string {
  return list.map((shape) => `(${shape.join(", ")})`).join(" ");
}
