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
  /** Names of layers that it holds, as Bidirectional and TimeDistributed do. */
  readonly wrapped: readonly string[];
  readonly variables: readonly tf.LayerVariable[];
}

/** Whether a path's names follow each other in a weight's name. */
function isWithin(path: readonly string[], name: readonly string[]): boolean {
  return name.some((_, start) =>
    path.every((part, i) => name[start + i] === part)
  );
}

/** Bidirectional of tfjs puts its direction before Keras's: `forward_lstm`. */
function withoutDirection(name: string): string {
  return name.replace(/^((for|back)ward_)+/, "");
}

/** The layers that a weight may be of. */
function ownersOf(name: string, leaves: readonly Leaf[]): Leaf[] {
  const parts = name.split("/").slice(0, -1);
  const whole = leaves.filter(({ path }) => isWithin(path, parts));
  if (whole.length > 0) {
    const longest = Math.max(...whole.map(({ path }) => path.length));
    return whole.filter(({ path }) => path.length === longest);
  }
  // Keras leaves out the names of functional models, and of wrappers.
  const own = leaves.filter(({ path }) => parts.includes(path.at(-1)!));
  if (own.length > 0) return own;
  const inner = parts.map(withoutDirection);
  return leaves.filter(({ wrapped }) =>
    wrapped.some((name) => inner.includes(withoutDirection(name)))
  );
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
    const [leaf, another] = ownersOf(name, leaves);
    if (!leaf || another) return undefined;
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
