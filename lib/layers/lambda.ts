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
  /**
   * Shape of a sample's output, or of the output with null for the batch.
   * Unless given, it is found by calling the function on zeros.
   */
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
    const outputShape = args.outputShape ?? undefined;
    const isShape = Array.isArray(outputShape) &&
      outputShape.every((size) => size === null || Number.isInteger(size));
    if (outputShape !== undefined && !isShape) {
      throw new TypeError(
        `outputShape of ${this.name} must be an array of sizes, without the batch, got ${outputShape}`,
      );
    }
    this.#outputShape = outputShape;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const given = this.#outputShape;
    if (given) return given[0] === null ? given : [null, ...given];
    return this.#tracedShape(inputShape);
  }

  /** What the function makes of zeros; lengths that vary are tried as 1. */
  #tracedShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const isList = Array.isArray(inputShape[0]);
    const shapes = (isList ? inputShape : [inputShape]) as tf.Shape[];
    // Lengths that vary are not known from one example.
    if (!isList && shapes[0].slice(1).includes(null)) return shapes[0];
    try {
      const shape = tf.tidy(() => {
        const zeros = shapes.map((shape) =>
          tf.zeros(shape.map((axis) => axis ?? 1))
        );
        return this.#function(isList ? zeros : zeros[0], {}).shape;
      });
      return [shapes[0][0], ...shape.slice(1)];
    } catch (error) {
      if (!isList) return shapes[0];
      throw new RangeError(
        `${this.name} needs an outputShape, as its function can't be tried on zeros: ${
          error instanceof Error ? error.message : error
        }`,
        { cause: error },
      );
    }
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
