/**
 * Keras's RMSNormalization.
 *
 * @see Zhang and Sennrich, "Root Mean Square Layer Normalization", NeurIPS
 *   2019.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  className,
  defaultName,
  type LayerArgs,
  onlyTensor,
  registerLayer,
} from "../register_layer.ts";
import { axesOf } from "./operation_arguments.ts";

/** Arguments of {@linkcode RMSNormalization}. */
interface RMSNormalizationArgs extends LayerArgs {
  /** Axes whose mean square is 1 afterwards; -1. */
  axis?: number | number[];
  /** Added to the mean square; 1e-6. */
  epsilon?: number;
}

/** Divides by the root of the mean square, and scales. */
export class RMSNormalization extends tf.layers.Layer {
  static className: string = className("RMSNormalization");
  readonly axis: number[];
  readonly epsilon: number;
  #scale!: tf.LayerVariable;

  constructor({ axis = -1, epsilon = 1e-6, ...args }: RMSNormalizationArgs) {
    super({ ...args, name: args.name ?? defaultName("RMSNormalization") });
    this.axis = [axis].flat();
    this.epsilon = epsilon;
  }

  override build(inputShape: tf.Shape): void {
    const sizes = axesOf(this.axis, inputShape.length)
      .map((axis) => inputShape[axis]);
    const ones = tf.initializers.ones();
    this.#scale = this.addWeight("scale", sizes, "float32", ones);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      const axes = axesOf(this.axis, x.rank);
      const squares = x.square().mean(axes, true).add(this.epsilon);
      const beside = x.shape.map((size, i) => axes.includes(i) ? size : 1);
      return x.mul(squares.rsqrt())
        .mul(this.#scale.read().reshape(beside));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { axis, epsilon } = this;
    return { ...super.getConfig(), axis, epsilon };
  }
}
registerLayer(RMSNormalization);
