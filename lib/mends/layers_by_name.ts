/**
 * Trap of tfjs 4.22: `model.getLayer("c")` of a layer that there is not says
 * "No such layer: c" and nothing more, and `getLayer(null, -1)` is undefined.
 *
 * Here, as in Keras, it says which there are: the nearest name, or the nested
 * model that the layer lies in. A negative index counts from the end.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { walkLayers } from "../layers/walk_layers.ts";
import { suggestion } from "../options/check_options.ts";

type GetLayer = (
  this: tf.LayersModel,
  name?: string | number | null,
  index?: number,
) => tf.layers.Layer;

function noSuchLayer(model: tf.LayersModel, name: string): string {
  const nested = walkLayers(model).find(({ layer }) => layer.name === name);
  if (nested) {
    const way = nested.ancestors.map(({ layer }) => layer.name).reverse()
      .join(" in ");
    return `${model.name} has no layer ${name} of its own: it lies in ${way}`;
  }
  const names = model.layers.map(({ name }) => name);
  return `${model.name} has no layer ${name}${suggestion(name, names)} It has ${
    names.join(", ")
  }`;
}

export function layersByName(): void {
  const container = Object.getPrototypeOf(tf.LayersModel.prototype) as {
    getLayer: GetLayer;
  };
  const { getLayer } = container;
  container.getLayer = function (name, index) {
    const isMissing = typeof name === "string" && index === undefined &&
      this.layers.every((layer) => layer.name !== name);
    if (isMissing) throw new RangeError(noSuchLayer(this, name));
    const place = typeof name === "number" ? name : index;
    if (place === undefined || !(place < 0)) {
      return getLayer.call(this, name, index);
    }
    const found = this.layers.at(place);
    if (found) return found;
    throw new RangeError(
      `${this.name} has ${this.layers.length} layers, none at index ${place}`,
    );
  };
}
