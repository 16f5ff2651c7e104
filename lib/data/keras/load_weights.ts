/**
 * Keras's weights into a model of TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { orderedWeights } from "../../layers/ordered_weights.ts";
import { plainName } from "../../layers/register_layer.ts";
import type { H5Array } from "./hdf5_file.ts";
import { KerasFile, type StoredLayer } from "./keras_file.ts";
import { matchLayers, type NamedLayer, storageKeys } from "./match_layers.ts";

/** A weight of the model with its stored value, checked to fit. */
interface Fitting {
  variable: tf.LayerVariable;
  stored: H5Array;
}

/**
 * Loads weights that Keras stored into the layers of the same names, also
 * those of models within the model.
 *
 * All names and shapes are compared, then all values read, before the first
 * weight of the model changes: it has either all of them or none. Names that
 * Keras numbers by itself may be numbered differently in the file, see
 * `matchLayers()`. In a `.h5` file a model within the model is one list of
 * weights, which is taken by its order.
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
  const comparison = new Comparison(file.keyed);
  comparison.compare(model.layers, file.layers);
  const { fitting, wrong, unused } = comparison;
  if (wrong.length > 0) {
    const shown = wrong.slice(0, 5).join("; ");
    const more = wrong.length > 5 ? `; and ${wrong.length - 5} more` : "";
    throw new RangeError(`${path} does not fit the model: ${shown}${more}`);
  }
  const values: tf.Tensor[] = [];
  try {
    for (const { stored } of fitting) {
      values.push(tf.tensor(stored.read(), stored.shape));
    }
    fitting.forEach(({ variable }, i) => variable.write(values[i]));
  } finally {
    tf.dispose(values);
  }
  return unused;
}

/** What of a model is in a file, what is not, and what is left. */
class Comparison {
  readonly fitting: Fitting[] = [];
  readonly wrong: string[] = [];
  readonly unused: string[] = [];
  readonly #keyed: boolean;

  constructor(keyed: boolean) {
    this.#keyed = keyed;
  }

  /** @param within Path of the model that both stand in, ending in a slash. */
  compare(
    all: tf.layers.Layer[],
    stored: readonly StoredLayer[],
    within = "",
  ): void {
    const layers = all.filter((layer) => layer.weights.length > 0);
    const names = this.#namesOf(layers, stored);
    const byName = new Map(stored.map((layer) => [layer.name, layer]));
    for (const layer of layers) {
      const found = byName.get(names.get(layer.name) ?? "");
      byName.delete(found?.name ?? "");
      const { layers: inner } = layer as Partial<tf.LayersModel>;
      if (inner && found?.layers) {
        this.compare(inner, found.layers, `${within}${layer.name}/`);
      } else this.#compareWeights(layer, found, within);
    }
    this.unused.push(...byName.keys().map((name) => within + name));
  }

  #namesOf(
    layers: tf.layers.Layer[],
    stored: readonly StoredLayer[],
  ): Map<string, string> {
    const wanted = layers.map(named);
    if (!this.#keyed) return matchLayers(wanted, stored.map((it) => it.name));
    const keys = storageKeys(wanted);
    return new Map(wanted.map(({ name }, i) => [name, keys[i]]));
  }

  #compareWeights(
    layer: tf.layers.Layer,
    found: StoredLayer | undefined,
    within: string,
  ): void {
    const variables = variablesOf(layer);
    const stored = storedFor(layer, found);
    const wanted = shapes(variables.map(({ shape }) => shape as number[]));
    const given = shapes(stored.map(({ shape }) => shape));
    if (found && wanted === given) {
      variables.forEach((variable, i) =>
        this.fitting.push({ variable, stored: stored[i] })
      );
      return;
    }
    const alias = !found || found.name === layer.name
      ? ""
      : ` as '${found.name}'`;
    this.wrong.push(
      `layer '${within}${layer.name}' has ${wanted}, the file ${
        found ? given + alias : "has no such layer"
      }`,
    );
  }
}

/** First those that can train, as Keras lists them, whatever is frozen now. */
function variablesOf(layer: tf.layers.Layer): tf.LayerVariable[] {
  const { trainable, state } = orderedWeights(layer);
  return [...trainable, ...state];
}

/** A file's arrays in the order of the layer's weights. */
function storedFor(
  layer: tf.layers.Layer,
  found: StoredLayer | undefined,
): H5Array[] {
  const { cells } = found ?? {};
  const { cell } = layer as { cell?: { cells?: tf.layers.Layer[] } };
  if (!cells || !cell?.cells) return found?.weights ?? [];
  return storageKeys(cell.cells.map(named))
    .flatMap((key) => cells.get(key) ?? []);
}

function named(layer: tf.layers.Layer): NamedLayer {
  return { name: layer.name, className: plainName(layer.getClassName()) };
}

function shapes(list: number[][]): string {
  return list.map((shape) => `(${shape.join(", ")})`).join(" ");
}
