/**
 * Choosing layers of a model by name, index, class, path or predicate, or as
 * they are.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { checkFilter, pathsOf, requireFound } from "./check_filter.ts";
import { type LayerFilter, means, Negation } from "./filter_match.ts";
import { type PlacedLayer, walkLayers } from "./walk_layers.ts";

export type {
  LayerClass,
  LayerConditions,
  LayerFilter,
} from "./filter_match.ts";

/** All layers but those of a filter. */
export function not(filter: LayerFilter): LayerFilter {
  return new Negation(filter) as LayerFilter;
}

/** The layers that every one of the filters means. */
export function allOf(...filters: LayerFilter[]): LayerFilter {
  return not(filters.map(not));
}

/**
 * The innermost layers that a filter means: those that own weights and compute,
 * not the models and wrappers around them.
 *
 * @param model The root; names and indices are read from below it.
 * @param filter Which; without it all.
 * @throws {RangeError} If the filter means none, or names one that is not there.
 * @throws {TypeError} If it is no filter.
 */
export function selectLayers(
  model: tf.layers.Layer,
  filter?: LayerFilter,
): PlacedLayer[] {
  const all = [...walkLayers(model)];
  const leaves = all.filter(({ isContainer }) => !isContainer);
  if (filter === undefined) return leaves;
  checkFilter(filter);
  const count = all.filter(({ ancestors }) => ancestors.length === 0).length;
  requireFound(model, filter, all, count);
  const selected = leaves.filter((placed) => means(filter, placed, count));
  if (selected.length === 0) {
    throw new RangeError(
      `No layer of ${model.name} fits the filter; its layers: ${pathsOf(all)}`,
    );
  }
  return selected;
}
