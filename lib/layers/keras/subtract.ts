/**
 * Keras's Subtract.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  className,
  defaultName,
  type LayerArgs,
  registerLayer,
} from "../register_layer.ts";

/** Takes its second input from its first; both of one shape, or broadcast. */
export class Subtract extends tf.layers.Layer {
  static className: string = className("Subtract");

  constructor(args: LayerArgs = {}) {
    super({ ...args, name: args.name ?? defaultName("Subtract") });
    this.supportsMasking = true;
  }

  /** @throws {RangeError} If there are not two inputs. */
  override build(inputShape: tf.Shape | tf.Shape[]): void {
    if (!Array.isArray(inputShape[0]) || inputShape.length !== 2) {
      throw new RangeError(`${this.name} takes two inputs`);
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    const [one, other] = inputShape as [tf.Shape, tf.Shape];
    const rank = Math.max(one.length, other.length);
    const sizes = [one, other].map((shape) =>
      [...Array(rank - shape.length).fill(1), ...shape] as tf.Shape
    );
    return sizes[0].map((size, i) => size === 1 ? sizes[1][i] : size);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [one, other] = inputs as [tf.Tensor, tf.Tensor];
    return tf.sub(one, other);
  }
}
registerLayer(Subtract);
