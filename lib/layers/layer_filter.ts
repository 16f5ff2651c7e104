/**
 * Choosing layers of a model by name, index, class, path or predicate.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { plainName } from "./register_layer.ts";
import { type PlacedLayer, walkLayers } from "./walk_layers.ts";

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
 * A string is a name or a path, a number an index, a pattern is tried on the
 * path, an object's conditions must all hold, of an array any one.
 */
export type LayerFilter =
  | string
  | number
  | RegExp
  | LayerConditions
  | ((placed: PlacedLayer) => boolean)
  | readonly LayerFilter[];

/** All layers but those of a filter. */
export function not(filter: LayerFilter): LayerFilter {
  return new Negation(filter) as LayerFilter;
}

class Negation {
  constructor(readonly filter: LayerFilter) {}
}

/** The layers that every one of the filters means. */
export function allOf(...filters: LayerFilter[]): LayerFilter {
  return not(filters.map(not));
}

const CONDITIONS = ["name", "index", "className", "path"];

/**
 * Refuses what is no filter. Types are not checked in a notebook, and a
 * misspelt condition would mean all layers.
 */
function check(filter: LayerFilter): void {
  if (filter instanceof Negation) check(filter.filter);
  else if (Array.isArray(filter)) filter.forEach(check);
  else if (filter === null || typeof filter !== "object") {
    if (["string", "number", "function"].includes(typeof filter)) return;
    throw new TypeError(
      `A layer filter is a name, path, index, pattern, predicate, object of conditions or array of filters, got ${filter}`,
    );
  } else if (!(filter instanceof RegExp)) {
    const unknown = Object.keys(filter).find((key) =>
      !CONDITIONS.includes(key)
    );
    if (unknown === undefined) return;
    if ("getClassName" in filter) {
      const { name } = filter as { name: string };
      throw new TypeError(
        `A layer filter is no layer itself; give its name, "${name}", or path`,
      );
    }
    throw new TypeError(
      `A layer filter's conditions are ${
        CONDITIONS.join(", ")
      }; there is no ${unknown}`,
    );
  }
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
function names(
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
  if (filter instanceof RegExp) return fits(filter, path);
  if (typeof filter === "function") return filter(placed);
  const conditions = filter as LayerConditions;
  return equals(conditions.name, layer.name) &&
    equals(conditions.path, path) &&
    isOfClass(layer, conditions.className) &&
    (conditions.index === undefined ||
      names(placed, conditions.index, count));
}

function means(
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

/**
 * The innermost layers that a filter means: those that own weights and compute,
 * not the models and wrappers around them.
 *
 * @param model The root; names and indices are read from below it.
 * @param filter Which; without it all.
 * @throws {RangeError} If the filter means none.
 * @throws {TypeError} If it is no filter.
 */
export function selectLayers(
  model: tf.layers.Layer,
  filter?: LayerFilter,
): PlacedLayer[] {
  const all = [...walkLayers(model)];
  const leaves = all.filter(({ isContainer }) => !isContainer);
  if (filter === undefined) return leaves;
  check(filter);
  const count = all.filter(({ ancestors }) => ancestors.length === 0).length;
  const selected = leaves.filter((placed) => means(filter, placed, count));
  if (selected.length === 0) {
    const paths = leaves.map(({ path }) => path).join(", ") || "none";
    throw new RangeError(
      `No layer of ${model.name} fits the filter; its layers: ${paths}`,
    );
  }
  return selected;
}
