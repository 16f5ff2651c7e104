/**
 * Trap of tfjs 4.22: an optimizer counts its moments by position, so that they
 * go to other weights when the set of those that train changes, in training as
 * well as over saving and loading. What it saves is named after the process's
 * tensors, which another process names otherwise. And Adamax can't be saved.
 * Powers of the betas are computed by `pow` when a model is loaded, where steps
 * multiply: Adam goes on with other last bits.
 *
 * Here moments are kept by the weight's name, and saved under the name that
 * the model saves the weight under; the powers are multiplied up.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { savedNames as savedNamesOf } from "../layers/saved_names.ts";
import { SHIPPED_OPTIMIZERS } from "./shipped_optimizers.ts";

type Gradients = Parameters<tf.Optimizer["applyGradients"]>[0];

/** A tensor as optimizers give and take them: `dense/kernel/m`. */
export interface NamedTensor {
  name: string;
  tensor: tf.Tensor;
}

/** The model that an optimizer was last compiled into. */
const models = new WeakMap<tf.Optimizer, tf.LayersModel>();

/** Names of the weights an optimizer has seen, in the order of its moments. */
const slots = new WeakMap<tf.Optimizer, string[]>();

/** Lets an optimizer know a model's weights: one within another, above all. */
export function linkModel(
  optimizer: tf.Optimizer,
  model: tf.LayersModel,
): void {
  models.set(optimizer, model);
  (optimizer as ModelAware).setModel?.(model);
}

/** The name a weight is saved under, by the name of its tensor. */
export function savedNames(optimizer: tf.Optimizer): Map<string, string> {
  const model = models.get(optimizer);
  if (!model) return new Map();
  return new Map(
    Array.from(savedNamesOf(model), ([{ name }, saved]) => [name, saved]),
  );
}

/**
 * The name of a weight's tensor, by the name it was saved under. A file of
 * tfjs without this library has the tensor's name of its process, which ends
 * in a number where models were made twice.
 */
export function tensorNames(
  optimizer: tf.Optimizer,
): (saved: string) => string {
  const byOriginal = new Map(
    [...savedNames(optimizer)].map(([name, original]) => [original, name]),
  );
  return (saved) =>
    byOriginal.get(saved) ?? byOriginal.get(saved.replace(/_\d+$/, "")) ??
      saved;
}

/** `dense/kernel/m` to `dense/kernel` and `m`. */
export function splitSlot(name: string): [weight: string, slot: string] {
  const at = name.lastIndexOf("/");
  return [name.slice(0, at), name.slice(at + 1)];
}

function keepSlotsByName(prototype: tf.Optimizer): void {
  const { applyGradients, getWeights, setWeights } = prototype;
  prototype.applyGradients = function (gradients: Gradients) {
    const entries: [string, tf.Tensor][] = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor])
      : Object.entries(gradients);
    const byName = new Map(entries);
    const order = slots.get(this) ?? [];
    slots.set(this, order);
    for (const name of byName.keys()) {
      if (!order.includes(name)) order.push(name);
    }
    // An entry without a tensor is skipped, its place in the order kept.
    applyGradients.call(
      this,
      order.map((name) => ({ name, tensor: byName.get(name)! })),
    );
  };
  prototype.getWeights = async function () {
    const names = savedNames(this);
    const [iterations, ...moments] = await getWeights.call(this);
    return [
      iterations,
      ...moments.map(({ name, tensor }) => {
        const [weight, slot] = splitSlot(name);
        return { name: `${names.get(weight) ?? weight}/${slot}`, tensor };
      }),
    ];
  };
  prototype.setWeights = async function (values) {
    const nameOf = tensorNames(this);
    const [iterations, ...moments] = values;
    const renamed = moments.map(({ name, tensor }) => {
      const [weight, slot] = splitSlot(name);
      return { weight: nameOf(weight), slot, tensor };
    });
    slots.set(this, [...new Set(renamed.map(({ weight }) => weight))]);
    await setWeights.call(this, [
      iterations,
      ...renamed.map(({ weight, slot, tensor }) => ({
        name: `${weight}/${slot}`,
        tensor,
      })),
    ]);
    restorePowers(this as unknown as Powers);
  };
}

/** The powers of its betas that Adam and Adamax keep. */
interface Powers {
  iterations: number;
  beta1: number;
  beta2: number;
  accBeta1?: tf.Variable;
  accBeta2?: tf.Variable;
}

/** Gives the powers the bits that as many steps have given them. */
function restorePowers(
  { iterations, beta1, beta2, accBeta1, accBeta2 }: Powers,
): void {
  const restore = (power: tf.Variable, beta: number) => {
    const factor = Math.fround(beta);
    let value = factor;
    for (let step = 0; step < iterations && value > 0; step++) {
      value = Math.fround(value * factor);
    }
    tf.tidy(() => power.assign(tf.scalar(value)));
  };
  if (accBeta1) restore(accBeta1, beta1);
  if (accBeta2) restore(accBeta2, beta2);
}

interface Moment {
  originalName: string;
  variable: tf.Variable;
}

interface Adamax extends Pick<tf.Optimizer, "getWeights" | "setWeights"> {
  iterations: number;
  iteration: tf.Variable;
  accumulatedFirstMoment: Moment[];
  accumulatedWeightedInfNorm: Moment[];
  saveIterations(): Promise<NamedTensor>;
  extractIterations(values: NamedTensor[]): Promise<NamedTensor[]>;
}

function letAdamaxBeSaved(): void {
  const prototype = tf.AdamaxOptimizer.prototype as unknown as Adamax;
  prototype.getWeights = async function (this: Adamax) {
    return [
      await this.saveIterations(),
      ...[...this.accumulatedFirstMoment, ...this.accumulatedWeightedInfNorm]
        .map(({ originalName, variable }) => ({
          name: originalName,
          tensor: variable,
        })),
    ];
  };
  prototype.setWeights = async function (this: Adamax, values) {
    const moments = (await this.extractIterations(values))
      .map(({ name, tensor }) => ({
        originalName: name,
        variable: tensor.variable(false),
      }));
    const half = moments.length / 2;
    this.accumulatedFirstMoment = moments.slice(0, half);
    this.accumulatedWeightedInfNorm = moments.slice(half);
    tf.tidy(() => this.iteration.assign(tf.scalar(this.iterations)));
  };
}

/** Called on an optimizer that has to know the model it is compiled into. */
interface ModelAware {
  setModel?(model: tf.LayersModel): void;
}

function rememberModels(): void {
  for (const { prototype } of [tf.LayersModel, tf.Sequential]) {
    const { compile } = prototype;
    prototype.compile = function (args) {
      compile.call(this, args);
      linkModel(this.optimizer, this);
    };
  }
}

export function optimizerSlotsByPosition(): void {
  rememberModels();
  letAdamaxBeSaved();
  for (const optimizer of SHIPPED_OPTIMIZERS) {
    keepSlotsByName(optimizer.prototype as unknown as tf.Optimizer);
  }
}
