/**
 * Which weights of a model are in a file, by names and shapes.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { orderedWeights, ownWeights } from "../../layers/ordered_weights.ts";
import { plainName } from "../../layers/register_layer.ts";
import { walkLayers } from "../../layers/walk_layers.ts";
import type { H5Array } from "./hdf5_file.ts";
import type { StoredLayer } from "./keras_file.ts";
import { type Leaf, weightsByLayer } from "./weights_by_layer.ts";
import { matchLayers, type NamedLayer, storageKeys } from "./match_layers.ts";

/** A weight of the model with its stored value, checked to fit. */
export interface Fitting {
  variable: tf.LayerVariable;
  stored: H5Array;
}

/**
 * Compares the weights of a model with those of a file: which fit, which do
 * not, and which of the file's are left over.
 */
export class WeightComparison {
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
    const matched = this.#match(all, layers, stored);
    for (const [i, layer] of layers.entries()) {
      const found = matched[i];
      if (found) left.delete(found);
      const inner = layersIn(layer);
      if (inner && found?.layers) {
        this.compare(inner, found.layers, `${within}${layer.name}/`);
      } else this.#compareWeights(layer, found, within);
    }
    this.unused.push(...[...left].map(({ name }) => within + name));
  }

  /** The stored layer for each of the `layers` among `all` that have weights. */
  #match(
    all: tf.layers.Layer[],
    layers: tf.layers.Layer[],
    stored: readonly StoredLayer[],
  ): (StoredLayer | undefined)[] {
    const wanted = layers.map(named);
    // Keras 3 keeps an order only within each class of layers; the keys tell
    // it.
    const hasKeys = stored.every(({ key }) => key !== undefined);
    if (this.#keyed || (this.#by === "order" && hasKeys)) {
      const byKey = new Map(stored.map((layer) => [layer.key, layer]));
      // Those without weights count, too: an attention without a scale.
      const keys = new Map(
        storageKeys(all.map(named)).map((key, i) => [all[i], key]),
      );
      return layers.map((layer) => byKey.get(keys.get(layer)!));
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
    const stored = storedFor(layer, found, variables);
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

/** The layers of a model, or of one in a wrapper such as TimeDistributed. */
function layersIn(layer: tf.layers.Layer): tf.layers.Layer[] | undefined {
  const { layers, layer: wrapped } = layer as Partial<
    tf.LayersModel & { layer: Partial<tf.LayersModel> }
  >;
  return layers ?? wrapped?.layers;
}

/** The layers of a model that are none themselves, by their paths. */
function leavesOf(layers: tf.layers.Layer[], within: string[] = []): Leaf[] {
  return layers.flatMap((layer) => {
    const path = [...within, layer.name];
    const inner = layersIn(layer);
    if (inner) return leavesOf(inner, path);
    const variables = variablesOf(layer);
    const wrapped = [...walkLayers(layer)].map(({ layer }) => layer.name);
    return variables.length > 0 ? [{ path, wrapped, variables }] : [];
  });
}

/**
 * Weights that can train come first, as Keras lists them, whatever is frozen
 * now.
 */
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
  variables: tf.LayerVariable[],
): H5Array[] {
  const inner = layersIn(layer);
  const byLayer = inner && found?.paths &&
    weightsByLayer(leavesOf(inner), found.weights, found.paths);
  if (byLayer && variables.every((variable) => byLayer.has(variable))) {
    return variables.map((variable) => byLayer.get(variable)!);
  }
  const { cells } = found ?? {};
  const { cell } = layer as { cell?: { cells?: tf.layers.Layer[] } };
  if (!cells || !cell?.cells) return found?.weights ?? [];
  return storageKeys(cell.cells.map(named))
    .flatMap((key) => cells.get(key) ?? []);
}

function named(layer: tf.layers.Layer): NamedLayer {
  // Keras has one class for convolutions with and without groups, and one for
  // attention along one axis or more.
  const className = plainName(layer.getClassName()).replace(
    /^Gr(ouped|id)(?=[CM])/,
    "",
  );
  return { name: layer.name, className };
}

function shapes(list: number[][]): string {
  return list.map((shape) => `(${shape.join(", ")})`).join(" ");
}
