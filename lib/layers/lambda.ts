/**
 * A function as a layer, which tfjs lacks.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  type CallArgs,
  className,
  defaultName,
  type LayerArgs,
  registerLayer,
} from "./register_layer.ts";
import { checkLayerArgs } from "./layer_args.ts";

/** What a {@linkcode Lambda} computes; `training` is the phase. */
export type LambdaFunction = (
  inputs: tf.Tensor | tf.Tensor[],
  args: CallArgs,
) => tf.Tensor;

/** Arguments of {@linkcode Lambda}. */
export interface LambdaArgs extends LayerArgs {
  function: LambdaFunction;
  /** Shape of the output with null for the batch; the input's unless given. */
  outputShape?: tf.Shape;
}

/**
 * Applies a function, with the phase as an argument. The function must be
 * differentiable if layers before it are to train.
 *
 * A function can't be written down: a model with one in it has no JSON.
 */
export class Lambda extends tf.layers.Layer {
  static className: string = className("Lambda");
  readonly #function: LambdaFunction;
  readonly #outputShape: tf.Shape | undefined;

  /** @throws {TypeError} If `function` is none. */
  constructor(args: LambdaArgs) {
    super({ ...args, name: args.name ?? defaultName("Lambda") });
    if (typeof args.function !== "function") {
      throw new TypeError(
        `The function of ${this.name} must be a function, got ${args.function}`,
      );
    }
    this.#function = args.function;
    this.#outputShape = args.outputShape;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return this.#outputShape ?? inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: CallArgs): tf.Tensor {
    const given = Array.isArray(inputs) && inputs.length === 1
      ? inputs[0]
      : inputs;
    return tf.tidy(() => this.#function(given, args));
  }

  /** @throws {TypeError} Always: a function has no configuration. */
  override getConfig(): tf.serialization.ConfigDict {
    throw new TypeError(`${this.name} is a function and can't be serialised`);
  }
}
registerLayer(Lambda);

/** Makes a {@linkcode Lambda} layer. */
export function lambda(args: LambdaArgs): Lambda {
  checkLayerArgs("lambda", args, { function: true, outputShape: true });
  return new Lambda(args);
}
