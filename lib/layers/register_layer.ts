/**
 * Names and registration shared by this library's layers.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** Arguments every layer takes: `name`, `trainable`, `inputShape` and so on. */
export type LayerArgs = NonNullable<
  ConstructorParameters<typeof tf.layers.Layer>[0]
>;

/** What a model passes along with the inputs of `call`. */
export interface CallArgs {
  training?: boolean;
  mask?: tf.Tensor | tf.Tensor[];
}

/** Package under which the layers are registered, as Keras' `package>name`. */
const PACKAGE = "Thaw";

/**
 * The class name in serialised models. It carries the package, so that tfjs'
 * built-in layers of the same plain name still load as themselves.
 */
export function className(plain: string): string {
  return `${PACKAGE}>${plain}`;
}

/** This library's classes of layers. */
export const ownLayers = new Set<unknown>();

/** Makes a layer class known to `tf.models.modelFromJSON` and its like. */
export function registerLayer<
  // deno-lint-ignore no-explicit-any -- tfjs' own type of a serialisable class
  T extends tf.serialization.SerializableConstructor<any> & {
    className: string;
  },
>(layer: T): void {
  ownLayers.add(layer);
  tf.serialization.registerClass(layer, PACKAGE, plainName(layer.className));
}

/** The name without the package: `Dropout` for tfjs' layer and for ours. */
export function plainName(className: string): string {
  return className.slice(className.indexOf(">") + 1);
}

/** `Conv2D` to `conv2d`, `LSTMCell` to `lstm_cell`, as Keras does. */
export function snakeCase(plain: string): string {
  return plain
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

const taken = new Map<string, number>();

/**
 * A layer's default name, as Keras gives it: `spatial_dropout2d`, then
 * `spatial_dropout2d_1`.
 */
export function defaultName(plain: string): string {
  const base = snakeCase(plain);
  const count = taken.get(base) ?? 0;
  taken.set(base, count + 1);
  return count === 0 ? base : `${base}_${count}`;
}

/** The only tensor of a call with one input. */
export function onlyTensor(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  return Array.isArray(inputs) ? inputs[0] : inputs;
}
