/**
 * An optimizer for each part of a model, and with it a learning rate.
 *
 * Scaling gradients would not do: Adam and its kin divide the scale out again.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { LayerFilter } from "../layers/layer_filter.ts";
import { selectLayers } from "../layers/layer_filter.ts";

/** Layers that share an optimizer. */
export interface OptimizerGroup {
  readonly filter: LayerFilter;
  /** Not shared with another group: it counts its own steps. */
  readonly optimizer: tf.Optimizer;
}

type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

/**
 * Steps each weight by its group's optimizer. For `compile` and for a custom
 * `minimize`. Disposing of it disposes of the optimizers of the groups.
 *
 * ```ts
 * import * as tf from "@tensorflow/tfjs";
 * import { GroupedOptimizer } from "./grouped_optimizer.ts";
 *
 * const model = tf.sequential({
 *   layers: [
 *     tf.layers.dense({ name: "base", units: 2, inputShape: [2] }),
 *     tf.layers.dense({ name: "head", units: 1 }),
 *   ],
 * });
 * const groups = [{ filter: "base", optimizer: tf.train.adam(1e-5) }];
 * const optimizer = new GroupedOptimizer(model, groups, tf.train.adam(1e-3));
 * model.compile({ optimizer, loss: "meanSquaredError" });
 * ```
 */
export class GroupedOptimizer extends tf.Optimizer {
  static className = "GroupedOptimizer";
  readonly #groups: OptimizerGroup[];
  readonly #rest: tf.Optimizer;
  readonly #byName = new Map<string, tf.Optimizer>();

  /**
   * @param model The model whose layers the filters mean; built.
   * @param groups In order: a layer in two groups belongs to the first.
   * @param rest The optimizer of all other weights.
   * @throws {RangeError} If a filter means no layer.
   */
  constructor(
    model: tf.layers.Layer,
    groups: OptimizerGroup[],
    rest: tf.Optimizer,
  ) {
    super();
    this.#groups = groups;
    this.#rest = rest;
    for (const { filter, optimizer } of groups) {
      for (const { layer } of selectLayers(model, filter)) {
        for (const { name } of layer.weights) {
          if (!this.#byName.has(name)) this.#byName.set(name, optimizer);
        }
      }
    }
  }

  override applyGradients(gradients: Gradients): void {
    const entries = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    const parts = new Map<tf.Optimizer, typeof entries>();
    for (const entry of entries) {
      const optimizer = this.#byName.get(entry.name) ?? this.#rest;
      const part = parts.get(optimizer) ?? [];
      part.push(entry);
      parts.set(optimizer, part);
    }
    for (const [optimizer, part] of parts) optimizer.applyGradients(part);
    this.incrementIterations();
  }

  override dispose(): void {
    for (const { optimizer } of this.#groups) optimizer.dispose();
    this.#rest.dispose();
    super.dispose();
  }

  /** The groups' own configurations; filters and models don't serialise. */
  override getConfig(): tf.serialization.ConfigDict {
    return {
      groups: this.#groups.map(({ optimizer }) => optimizer.getConfig()),
      rest: this.#rest.getConfig(),
    };
  }
}
