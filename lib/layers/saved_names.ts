/**
 * The names that a model's weights are saved under.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { orderedWeights } from "./ordered_weights.ts";

/** Numbers a name's second use and those after it. */
export class UniqueNames {
  readonly #counts = new Map<string, number>();

  /** What follows the name: nothing at first, then `#2`. */
  next(name: string): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return count === 1 ? "" : `#${count}`;
  }
}

/**
 * The name of each weight in a model's files: its own, with `#2` for the second
 * of that name, as where two nested models have a layer `dense` each. Flags
 * don't change it.
 */
export function savedNames(
  model: tf.layers.Layer,
): Map<tf.LayerVariable, string> {
  const names = new UniqueNames();
  const { trainable, state } = orderedWeights(model);
  return new Map(
    [...trainable, ...state].map((weight) => {
      const { originalName } = weight;
      return [weight, originalName + names.next(originalName)];
    }),
  );
}
