/**
 * All layers of a model, also those inside nested models, wrappers such as
 * `timeDistributed` and `bidirectional`, and the cells of recurrent layers.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { plainName, snakeCase } from "./register_layer.ts";

/** A layer and where it stands. */
export interface PlacedLayer {
  readonly layer: tf.layers.Layer;
  /** The layer's own, as a predicate may take what it gets for the layer. */
  readonly name: string;
  /**
   * Names from below the root down, `/` between them: `model_a/dropout`. The
   * cell that an LSTM or the like makes for itself is `lstm_cell`.
   */
  readonly path: string;
  /** Index in the root's `layers` of this layer, or of what it lies in. */
  readonly index: number;
  /** What it lies in, outermost first, without the root. */
  readonly ancestors: readonly PlacedLayer[];
  /** Whether it holds layers of its own, and so owns no weights itself. */
  readonly isContainer: boolean;
}

/** The fields in which tfjs keeps inner layers. */
interface Container {
  layers?: tf.layers.Layer[];
  layer?: tf.layers.Layer;
  forwardLayer?: tf.layers.Layer;
  backwardLayer?: tf.layers.Layer;
  cell?: tf.layers.Layer;
  cells?: tf.layers.Layer[];
}

/** The layers that lie directly in a layer, if it holds any. */
export function innerLayers(layer: tf.layers.Layer): tf.layers.Layer[] {
  const { layers, layer: inner, forwardLayer, backwardLayer, cell, cells } =
    layer as Container;
  // The `layer` of a bidirectional layer is only the template of its two
  // copies.
  const wrapped = forwardLayer ? [forwardLayer, backwardLayer] : [inner];
  return [...layers ?? [], ...wrapped, cell, ...cells ?? []]
    .filter((layer) => layer !== undefined && layer !== null);
}

/**
 * A layer's name in a path. tfjs names the cells that recurrent layers make
 * anew with each model that is loaded, so they go by their class, as in Keras.
 */
function nameWithin(parent: tf.layers.Layer, layer: tf.layers.Layer): string {
  const kind = plainName(layer.getClassName());
  const isOwnCell = (parent as Container).cell === layer &&
    (plainName(parent.getClassName()) !== "RNN" || kind === "StackedRNNCells");
  return isOwnCell ? snakeCase(kind) : layer.name;
}

/**
 * Walks a model's layers in order, a container before what lies in it. A layer
 * that is reached twice is given where it was reached first.
 *
 * @param model A model, or any layer that holds layers.
 * @throws {TypeError} If it is neither.
 */
export function* walkLayers(model: tf.layers.Layer): Generator<PlacedLayer> {
  if (typeof model?.getClassName !== "function") {
    throw new TypeError(`A model or layer is needed, got ${model}`);
  }
  const seen = new Set<tf.layers.Layer>();
  function* walk(
    parent: tf.layers.Layer,
    ancestors: PlacedLayer[],
  ): Generator<PlacedLayer> {
    for (const [order, layer] of innerLayers(parent).entries()) {
      if (seen.has(layer)) continue;
      seen.add(layer);
      const placed = {
        layer,
        name: layer.name,
        path: [
          ...ancestors.slice(-1).map(({ path }) => path),
          nameWithin(parent, layer),
        ].join("/"),
        index: ancestors[0]?.index ?? order,
        ancestors,
        isContainer: innerLayers(layer).length > 0,
      };
      yield placed;
      yield* walk(layer, [...ancestors, placed]);
    }
  }
  yield* walk(model, []);
}

/** A layer and all that lies in it now; one that is reached twice, twice. */
export function withInner(layer: tf.layers.Layer): tf.layers.Layer[] {
  return [layer, ...innerLayers(layer).flatMap(withInner)];
}
