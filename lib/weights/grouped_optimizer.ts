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
import { ownWeights } from "../layers/ordered_weights.ts";
import { savedNames } from "../layers/saved_names.ts";
import {
  linkModel,
  type NamedTensor,
  splitSlot,
  tensorNames,
} from "../mends/optimizer_slots_by_position.ts";
import { tfjsClass } from "../mends/tfjs_class.ts";
import { checkOptions } from "../options/check_options.ts";
import { getLearningRate, setLearningRate } from "./learning_rate.ts";

/** Layers that share an optimizer. */
export interface OptimizerGroup {
  readonly filter: LayerFilter;
  /** Not shared with another group: it counts its own steps. */
  readonly optimizer: tf.Optimizer;
}

type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

/** An optimizer as it is saved. */
interface SavedOptimizer {
  className: string;
  config: tf.serialization.ConfigDict;
}

/** A group as it is saved: filters are no text, names are. */
interface SavedGroup extends SavedOptimizer {
  weights: { name: string }[];
}

function saved(optimizer: tf.Optimizer): SavedOptimizer {
  return {
    className: optimizer.getClassName(),
    config: optimizer.getConfig(),
  };
}

function restored({ className, config }: SavedOptimizer): tf.Optimizer {
  const made = tfjsClass(className);
  return made.fromConfig(made, config);
}

const CALL = "new GroupedOptimizer(model, [{ filter, optimizer }], rest)";

function requireOptimizer(what: string, optimizer: unknown): void {
  // tfjs' own instanceof looks into the fields of what it is asked about.
  if (optimizer && optimizer instanceof tf.Optimizer) return;
  throw new TypeError(`${what} needs an optimizer: ${CALL}`);
}

function requireGroups(groups: unknown): void {
  if (Array.isArray(groups)) return;
  throw new TypeError(`Groups are given in an array: ${CALL}`);
}

/**
 * Steps each weight by its group's optimizer. For `compile` and for a custom
 * `minimize`. Disposing of it disposes of the optimizers of the groups.
 *
 * ```ts ignore
 * import * as tf from "@tensorflow/tfjs";
 * import { GroupedOptimizer } from "thaw";
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
  static className = "Thaw>GroupedOptimizer";
  readonly #optimizers: tf.Optimizer[];
  readonly #rest: tf.Optimizer;
  /** Names that the groups' weights are saved under, by group. */
  #saved: string[][] = [];
  readonly #byName = new Map<string, tf.Optimizer>();

  /**
   * @param model The model whose layers the filters mean; built.
   * @param groups In order: a layer in two groups belongs to the first.
   * @param rest The optimizer of all other weights.
   * @throws {RangeError} If a filter means no layer.
   * @throws {TypeError} If a group has other fields, or no optimizer.
   */
  constructor(
    model: tf.layers.Layer | undefined,
    groups: OptimizerGroup[],
    rest: tf.Optimizer,
  ) {
    super();
    requireGroups(groups);
    for (const group of groups) {
      checkOptions("A group", group, { filter: true, optimizer: true });
      requireOptimizer("A group", group.optimizer);
    }
    requireOptimizer("The rest", rest);
    this.#optimizers = groups.map(({ optimizer }) => optimizer);
    this.#rest = rest;
    if (!model) return;
    const savedAs = savedNames(model);
    for (const { filter, optimizer } of groups) {
      const names: string[] = [];
      for (const { layer } of selectLayers(model, filter)) {
        for (const weight of ownWeights(layer).trainable) {
          if (this.#byName.has(weight.name)) continue;
          this.#byName.set(weight.name, optimizer);
          names.push(savedAs.get(weight) ?? weight.originalName);
        }
      }
      this.#saved.push(names);
    }
  }

  /** The rate of the rest; setting it changes all rates in the same ratio. */
  get learningRate(): number {
    return getLearningRate(this.#rest);
  }

  set learningRate(rate: number) {
    const before = this.learningRate;
    for (const optimizer of this.#optimizers) {
      const own = getLearningRate(optimizer);
      setLearningRate(optimizer, before === 0 ? own : own * rate / before);
    }
    setLearningRate(this.#rest, rate);
  }

  /** The optimizers of the groups, then that of the rest. */
  get optimizers(): tf.Optimizer[] {
    return [...this.#optimizers, this.#rest];
  }

  /** Called by `compile`: finds the weights of a group that was loaded. */
  setModel(model: tf.LayersModel): void {
    for (const optimizer of this.optimizers) linkModel(optimizer, model);
    const nameOf = tensorNames(this);
    this.#saved.forEach((names, i) => {
      for (const name of names) {
        this.#byName.set(nameOf(name), this.#optimizers[i]);
      }
    });
  }

  override applyGradients(gradients: Gradients): void {
    const entries = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    const parts = Map.groupBy(entries, ({ name }) => this.#optimizerOf(name));
    for (const [optimizer, part] of parts) optimizer.applyGradients(part);
    this.incrementIterations();
  }

  #optimizerOf(weight: string): tf.Optimizer {
    return this.#byName.get(weight) ?? this.#rest;
  }

  override dispose(): void {
    for (const optimizer of this.optimizers) optimizer.dispose();
    super.dispose();
  }

  override async getWeights(): Promise<NamedTensor[]> {
    const own = tf.scalar(this.iterations, "int32");
    const values: NamedTensor[] = [{ name: "iter", tensor: own }];
    for (const [i, optimizer] of this.optimizers.entries()) {
      const [iterations, ...moments] = await optimizer.getWeights();
      values.push({ ...iterations, name: `group${i}/iter` }, ...moments);
    }
    return values;
  }

  override async setWeights(values: NamedTensor[]): Promise<void> {
    const nameOf = tensorNames(this);
    const moments = Map.groupBy(
      values.filter(({ name }) => !/^(group\d+\/)?iter$/.test(name)),
      ({ name }) => this.#optimizerOf(nameOf(splitSlot(name)[0])),
    );
    this.iterations_ = (await values[0].tensor.data())[0];
    for (const [i, optimizer] of this.optimizers.entries()) {
      const iterations = values.find(({ name }) => name === `group${i}/iter`);
      if (!iterations) {
        throw new RangeError(`The state has no part for group ${i}`);
      }
      await optimizer.setWeights([
        { ...iterations, name: "iter" },
        ...moments.get(optimizer) ?? [],
      ]);
    }
  }

  /** The optimizers, and which weights are of which group, by name. */
  override getConfig(): tf.serialization.ConfigDict {
    return {
      groups: this.#optimizers.map((optimizer, i) => ({
        ...saved(optimizer),
        weights: this.#saved[i].map((name) => ({ name })),
      })),
      rest: saved(this.#rest),
    } as unknown as tf.serialization.ConfigDict;
  }

  /** Made anew from what `getConfig` gave; `compile` finds the weights. */
  static override fromConfig<T extends tf.serialization.Serializable>(
    _: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    const { groups, rest } = config as unknown as {
      groups: SavedGroup[];
      rest: SavedOptimizer;
    };
    const optimizer = new GroupedOptimizer(
      undefined,
      groups.map((group) => ({ filter: [], optimizer: restored(group) })),
      restored(rest),
    );
    optimizer.#saved = groups.map(({ weights }) =>
      weights.map(({ name }) => name)
    );
    return optimizer as unknown as T;
  }
}
tf.serialization.registerClass(GroupedOptimizer, "Thaw", "GroupedOptimizer");
