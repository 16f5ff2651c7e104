/**
 * Weights that were stored into a model of TensorFlow.js.
 *
 * @module
 */

import { requireKind } from "../../options/require_kind.ts";
import * as tf from "@tensorflow/tfjs";
import { kerasDifferences } from "../../layers/keras_differences.ts";
import { orderedWeights, ownWeights } from "../../layers/ordered_weights.ts";
import { plainName } from "../../layers/register_layer.ts";
import { walkLayers } from "../../layers/walk_layers.ts";
import { checkOptions } from "../../options/check_options.ts";
import {
  SafetensorsFile,
  type TensorInFile,
} from "../safetensors/safetensors.ts";
import type { H5Array } from "./hdf5_file.ts";
import { KerasFile, type StoredLayer } from "./keras_file.ts";
import { matchLayers, type NamedLayer, storageKeys } from "./match_layers.ts";

/** A weight of the model with its stored value, checked to fit. */
interface Fitting {
  variable: tf.LayerVariable;
  stored: H5Array;
}

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

/** An open file of weights of any kind. */
interface WeightFile extends Disposable {
  readonly layers: readonly StoredLayer[];
  readonly keyed: boolean;
}

async function openFile(path: string): Promise<WeightFile> {
  if (!path.endsWith(".safetensors")) return await KerasFile.open(path);
  const file = SafetensorsFile.open(path);
  return {
    layers: layersByPath(file.tensors),
    keyed: false,
    [Symbol.dispose]: () => file.close(),
  };
}

/** Arrays as layers, and layers of layers, by the slashes in their names. */
function layersByPath(tensors: readonly TensorInFile[]): StoredLayer[] {
  const split = tensors.map((tensor) => {
    const at = tensor.name.indexOf("/");
    return {
      layer: at < 0 ? "" : tensor.name.slice(0, at),
      rest: { ...tensor, name: tensor.name.slice(at + 1) },
    };
  });
  return [...Map.groupBy(split, ({ layer }) => layer)].map(([name, own]) => {
    const weights = own.map(({ rest }) => rest);
    const names = weights.map((weight) => weight.name);
    const isDeep = names.every((it) => it.includes("/"));
    const layers = isDeep ? layersByPath(weights) : undefined;
    return { name, weights, names, layers };
  });
}

/**
 * Loads weights into the layers of the same names, also those of models within
 * the model: what Keras stored, or `saveWeights`.
 *
 * All names and shapes are compared, then all values read, before the first
 * weight of the model changes: it has either all of them or none. Names that
 * Keras or tfjs numbers by itself may be numbered differently in the file, see
 * `matchLayers()`. In a `.h5` file a model within the model is one list of
 * weights, which is taken by its order. What is frozen does not matter. A
 * warning names layers that compute otherwise in tfjs than in Keras.
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
  checkOptions("loadWeights", options, { skipMismatch: true, by: true });
  const { skipMismatch = false, by = "name" } = options;
  if (by !== "name" && by !== "order") {
    throw new RangeError(`by must be name or order, got ${by}`);
  }
  using file = await openFile(path);
  const comparison = new Comparison(by, file.keyed);
  comparison.compare(model.layers, file.layers);
  const { fitting, wrong, unused } = comparison;
  if (wrong.length > 0) {
    const shown = wrong.slice(0, 5).join("; ");
    const more = wrong.length > 5 ? `; and ${wrong.length - 5} more` : "";
    if (!skipMismatch || fitting.length === 0) {
      throw new RangeError(`${path} does not fit the model: ${shown}${more}`);
    }
    console.warn(`Left as they were: ${shown}${more}`);
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
  const differences = kerasDifferences(model);
  if (differences.length > 0 && !path.endsWith(".safetensors")) {
    console.warn(
      `If Keras trained these weights, the model gives other numbers: ${
        differences.join("; ")
      }`,
    );
  }
  return unused;
}

/** What of a model is in a file, what is not, and what is left. */
class Comparison {
  readonly fitting: Fitting[] = [];
  readonly wrong: string[] = [];
  readonly unused: string[] = [];
  readonly #by: "name" | "order";
  readonly #keyed: boolean;

  constructor(by: "name" | "order", keyed: boolean) {
    this.#by = by;
    this.#keyed = keyed;
  }

  /** @param within Path of the model that both stand in, ending in a slash. */
  compare(
    all: tf.layers.Layer[],
    stored: readonly StoredLayer[],
    within = "",
  ): void {
    const layers = all.filter((layer) => layer.weights.length > 0);
    const left = new Set(stored);
    const matched = this.#match(layers, stored);
    for (const [i, layer] of layers.entries()) {
      const found = matched[i];
      if (found) left.delete(found);
      const { layers: inner } = layer as Partial<tf.LayersModel>;
      if (inner && found?.layers) {
        this.compare(inner, found.layers, `${within}${layer.name}/`);
      } else this.#compareWeights(layer, found, within);
    }
    this.unused.push(...[...left].map(({ name }) => within + name));
  }

  /** The stored layer for each layer. */
  #match(
    layers: tf.layers.Layer[],
    stored: readonly StoredLayer[],
  ): (StoredLayer | undefined)[] {
    const wanted = layers.map(named);
    // Keras 3 keeps no order but by class; its keys say that.
    const hasKeys = stored.every(({ key }) => key !== undefined);
    if (this.#keyed || (this.#by === "order" && hasKeys)) {
      const byKey = new Map(stored.map((layer) => [layer.key, layer]));
      return storageKeys(wanted).map((key) => byKey.get(key));
    }
    if (this.#by === "order") return layers.map((_, i) => stored[i]);
    const names = matchLayers(wanted, stored.map(({ name }) => name));
    const byName = new Map(stored.map((layer) => [layer.name, layer]));
    return layers.map(({ name }) => byName.get(names.get(name) ?? ""));
  }

  #compareWeights(
    layer: tf.layers.Layer,
    found: StoredLayer | undefined,
    within: string,
  ): void {
    const variables = found?.names ? inSavedOrder(layer) : variablesOf(layer);
    const stored = storedFor(layer, found);
    const wanted = shapes(variables.map(({ shape }) => shape as number[]));
    const given = shapes(stored.map(({ shape }) => shape));
    const isNamedAlike = !found?.names ||
      variables.every(({ originalName }, i) =>
        lastPart(originalName) === lastPart(found.names![i] ?? "")
      );
    if (found && wanted === given && isNamedAlike) {
      variables.forEach((variable, i) =>
        this.fitting.push({ variable, stored: stored[i] })
      );
      return;
    }
    if (found && wanted === given) {
      this.wrong.push(
        `layer '${within}${layer.name}' has ${
          variables.map(({ originalName }) => lastPart(originalName)).join(", ")
        }, the file ${found.names!.join(", ")}`,
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

/** Layer by layer, as `saveWeights` writes them. */
function inSavedOrder(layer: tf.layers.Layer): tf.LayerVariable[] {
  return [layer, ...walkLayers(layer).map(({ layer }) => layer)]
    .map(ownWeights)
    .flatMap(({ trainable, state }) => [...trainable, ...state]);
}

/** `dense/kernel` to `kernel`. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/#\d+$/, "");
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
