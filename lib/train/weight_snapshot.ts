/**
 * The weights of a model at one moment, to come back to.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { listWeights } from "../weights/list_weights.ts";
import { assignWeight } from "../weights/named_weights.ts";

/** Holds copies of all weights, moving averages included, until disposed of. */
export class WeightSnapshot {
  readonly #values: Map<tf.LayerVariable, tf.Tensor>;

  /** Cheap: a clone shares its data until the weight is written. */
  constructor(model: tf.LayersModel) {
    this.#values = new Map(
      listWeights(model).map(({ variable }) => [
        variable,
        tf.keep(tf.clone(variable.read())),
      ]),
    );
  }

  /** Number of tensors it holds. */
  get size(): number {
    return this.#values.size;
  }

  /** Writes the weights back, whatever is frozen now; the snapshot remains. */
  restore(): void {
    for (const [variable, value] of this.#values) {
      assignWeight(variable, value);
    }
  }

  /** Whether no weight was written since they were put back. */
  isInPlace(): boolean {
    return [...this.#values].every(([variable, value]) =>
      // A weight that is assigned a tensor shares its data.
      (variable.read() as unknown as { dataId: unknown }).dataId ===
        (value as unknown as { dataId: unknown }).dataId
    );
  }

  dispose(): void {
    tf.dispose([...this.#values.values()]);
    this.#values.clear();
  }
}
