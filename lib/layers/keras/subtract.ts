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

/** A shape with axes of size 1 after that of the batch. */
function ofRank([batch, ...sizes]: tf.Shape, rank: number): tf.Shape {
  return [batch, ...Array(rank - 1 - sizes.length).fill(1), ...sizes];
}

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
    const sizes = [one, other].map((shape) => ofRank(shape, rank));
    return sizes[0].map((size, i) => size === 1 ? sizes[1][i] : size);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const tensors = inputs as [tf.Tensor, tf.Tensor];
      const rank = Math.max(...tensors.map(({ rank }) => rank));
      const [one, other] = tensors.map((x) =>
        x.reshape(ofRank(x.shape, rank) as number[])
      );
      return tf.sub(one, other);
    });
  }
}
registerLayer(Subtract);
