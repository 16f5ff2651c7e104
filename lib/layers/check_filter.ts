/**
 * Refuses filters that would mean other layers than was thought, without a word.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { nearestName } from "../options/check_options.ts";
import {
  isLayer,
  type LayerConditions,
  type LayerFilter,
  names,
  Negation,
} from "./filter_match.ts";
import type { PlacedLayer } from "./walk_layers.ts";

const CONDITIONS = ["name", "index", "className", "path"];

/**
 * Refuses what is no filter. Types are not checked in a notebook, and a
 * misspelt condition would mean all layers.
 */
export function checkFilter(filter: LayerFilter): void {
  if (filter instanceof Negation) checkFilter(filter.filter);
  else if (Array.isArray(filter)) filter.forEach(checkFilter);
  else if (filter === null || typeof filter !== "object") {
    if (["string", "number", "function"].includes(typeof filter)) return;
    throw new TypeError(
      `A layer filter is a name, path, index, layer, pattern, predicate, object of conditions or array of filters, got ${filter}`,
    );
  } else if (!(filter instanceof RegExp) && !isLayer(filter)) {
    const unknown = Object.keys(filter).find((key) =>
      !CONDITIONS.includes(key)
    );
    if (unknown === undefined) return;
    throw new TypeError(
      `A layer filter's conditions are ${
        CONDITIONS.join(", ")
      }; there is no ${unknown}`,
    );
  }
}

/**
 * What a filter says of one layer only: names, paths, indices and layers, also
 * where it says "or" and "not".
 */
function exact(filter: LayerFilter): LayerFilter[] {
  if (filter instanceof Negation) return exact(filter.filter);
  if (Array.isArray(filter)) return filter.flatMap(exact);
  if (isLayer(filter) || ["string", "number"].includes(typeof filter)) {
    return [filter];
  }
  if (typeof filter === "function" || filter instanceof RegExp) return [];
  const { name, path, index } = filter as LayerConditions;
  return [{ name }, { path }, { index }].filter((one) => {
    const [value] = Object.values(one);
    return value !== undefined && !(value instanceof RegExp);
  });
}

/**
 * Refuses a name, path, index or layer that the model has not: misspelt in an
 * array it would be left out, and in `not` it would mean all layers.
 */
export function requireFound(
  model: tf.layers.Layer,
  filter: LayerFilter,
  all: PlacedLayer[],
  count: number,
): void {
  const missing = exact(filter).find((one) =>
    !all.some((placed) => names(placed, one, count))
  );
  if (missing === undefined) return;
  const { name, path, index } = missing as LayerConditions;
  const wanted = typeof missing === "object" ? name ?? path ?? index : missing;
  const meant = nearestName(
    String(wanted),
    all.flatMap(({ layer, path }) => [layer.name, path]),
  );
  throw new RangeError(
    `${wanted} is no layer of ${model.name}; ${
      meant ? `did you mean ${meant}? ` : ""
    }its layers: ${pathsOf(all)}`,
  );
}

/** What a message calls the layers that there are. */
export function pathsOf(layers: PlacedLayer[]): string {
  return layers.filter(({ isContainer }) => !isContainer)
    .map(({ path }) => path).join(", ") || "none";
}
