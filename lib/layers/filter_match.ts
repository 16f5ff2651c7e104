/**
 * What a filter of layers may be, and whether a layer is one that it means.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { plainName } from "./register_layer.ts";
import type { PlacedLayer } from "./walk_layers.ts";

/** A layer class such as `Dropout`. */
// deno-lint-ignore no-explicit-any -- any constructor arguments will do
export type LayerClass = abstract new (...args: any[]) => tf.layers.Layer;

/** Conditions that must all hold. */
export interface LayerConditions {
  name?: string | RegExp;
  /** In the root's `layers`; a negative one counts from the end. */
  index?: number;
  /** `Dense`, `Dropout`, with or without the package, or the class itself. */
  className?: string | LayerClass;
  /** Names from below the root down: `model_a/dropout`. */
  path?: string | RegExp;
}

/**
 * Which layers are meant. What is true of a nested model or a wrapper is true
 * of all that lies in it.
 *
 * A string is a name or a path, a number an index, a layer itself, a pattern is
 * tried on the path, an object's conditions must all hold, of an array any one.
 * A name, a path, an index and a layer must be those of a layer of the model, in
 * an array and in `not` too; a pattern, a class and a predicate may mean none.
 */
export type LayerFilter =
  | string
  | number
  | tf.layers.Layer
  | RegExp
  | LayerConditions
  | ((placed: PlacedLayer) => boolean)
  | readonly LayerFilter[];

/** What `not` makes. */
export class Negation {
  constructor(readonly filter: LayerFilter) {}
}

export function isLayer(filter: LayerFilter): filter is tf.layers.Layer {
  return typeof filter === "object" && "getClassName" in filter;
}

function equals(pattern: string | RegExp | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  return typeof pattern === "string" ? pattern === text : fits(pattern, text);
}

/** Unlike `test()`, looks at the whole text each time also with the flag `g`. */
function fits(pattern: RegExp, text: string): boolean {
  return text.search(pattern) >= 0;
}

function isOfClass(
  layer: tf.layers.Layer,
  wanted: string | LayerClass | undefined,
): boolean {
  if (wanted === undefined) return true;
  if (typeof wanted !== "string") return layer instanceof wanted;
  const name = layer.getClassName();
  return wanted === name || wanted === plainName(name);
}

/** Whether a filter means this layer itself, not counting what it lies in. */
export function names(
  placed: PlacedLayer,
  filter: LayerFilter,
  count: number,
): boolean {
  const { layer, path, index } = placed;
  const atTop = placed.ancestors.length === 0;
  if (typeof filter === "string") {
    return filter === layer.name || filter === path;
  }
  if (typeof filter === "number") {
    return atTop && index === (filter < 0 ? count + filter : filter);
  }
  if (isLayer(filter)) return filter === layer;
  if (filter instanceof RegExp) return fits(filter, path);
  if (typeof filter === "function") return filter(placed);
  const conditions = filter as LayerConditions;
  return equals(conditions.name, layer.name) &&
    equals(conditions.path, path) &&
    isOfClass(layer, conditions.className) &&
    (conditions.index === undefined ||
      names(placed, conditions.index, count));
}

export function means(
  filter: LayerFilter,
  placed: PlacedLayer,
  count: number,
): boolean {
  if (filter instanceof Negation) return !means(filter.filter, placed, count);
  if (Array.isArray(filter)) {
    return filter.some((one) => means(one, placed, count));
  }
  return [...placed.ancestors, placed].some((one) => names(one, filter, count));
}
