/**
 * The weights of a model within a model, as `.h5` files list them: those that
 * train first, then those that were frozen. Their names tell whose they are.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { H5Array } from "./hdf5_file.ts";

/** A layer that is no model, and its weights in Keras's order. */
export interface Leaf {
  /** Names from below the model down. */
  readonly path: readonly string[];
  readonly variables: readonly tf.LayerVariable[];
}

/** Whether a path's names follow each other in a weight's name. */
function isWithin(path: readonly string[], name: readonly string[]): boolean {
  return name.some((_, start) =>
    path.every((part, i) => name[start + i] === part)
  );
}

/** The layer that a weight is of; undefined where several may be it. */
function ownerOf(name: string, leaves: readonly Leaf[]): Leaf | undefined {
  const parts = name.split("/").slice(0, -1);
  const [found, next] = leaves.filter(({ path }) => isWithin(path, parts))
    .sort((one, other) => other.path.length - one.path.length);
  return next?.path.length === found?.path.length ? undefined : found;
}

/**
 * The stored array of each weight of a model within the model.
 *
 * @param names Keras's, in the order of `stored`.
 * @returns Undefined where the names don't tell the layers apart, as those of
 *   Keras 2 where nested models have layers of one name.
 */
export function weightsByLayer(
  leaves: readonly Leaf[],
  stored: readonly H5Array[],
  names: readonly string[],
): Map<tf.LayerVariable, H5Array> | undefined {
  const ofLeaf = new Map<Leaf, H5Array[]>();
  for (const [i, name] of names.entries()) {
    const leaf = ownerOf(name, leaves);
    if (!leaf) return undefined;
    ofLeaf.set(leaf, [...ofLeaf.get(leaf) ?? [], stored[i]]);
  }
  const pairs = leaves.flatMap((leaf) => {
    const own = ofLeaf.get(leaf) ?? [];
    return leaf.variables.length === own.length
      ? leaf.variables.map((variable, i) => [variable, own[i]] as const)
      : [undefined];
  });
  return pairs.includes(undefined)
    ? undefined
    : new Map(pairs as [tf.LayerVariable, H5Array][]);
}
