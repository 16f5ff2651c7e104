/**
 * The weights of a model by name: the one way in which this library says which
 * value belongs to which weight. Nothing pairs weights by their place in
 * tfjs's lists, which the flags change.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { type ListedWeight, listWeights } from "./list_weights.ts";

/**
 * All weights of a model, by the path of the layer and the weight's own name:
 * `block/dense/kernel`. Flags change neither names nor order. A second weight
 * of the same name gets `#2`.
 *
 * @param model The model; nested ones, wrappers and cells are included.
 */
export function namedWeights(
  model: tf.layers.Layer,
): Map<string, ListedWeight> {
  const named = new Map<string, ListedWeight>();
  for (const weight of listWeights(model)) {
    const plain = `${weight.path}/${weight.name}`;
    let name = plain;
    for (let count = 2; named.has(name); count++) name = `${plain}#${count}`;
    named.set(name, weight);
  }
  return named;
}

/**
 * Writes a value as it is. Unlike `LayerVariable.write()` it applies no
 * constraint, which could change what is only put back.
 */
export function assignWeight(
  variable: tf.LayerVariable,
  value: tf.Tensor,
): void {
  (variable.read() as tf.Variable).assign(value);
}
