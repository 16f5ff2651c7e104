/**
 * The few layers convolutional networks of Keras are made of, named as Keras
 * names them in a fresh session: `conv2d`, `conv2d_1` and so on.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { batchNormalization } from "../layers/batch_normalization.ts";

type Tensor = tf.SymbolicTensor;

/** Adds layers to a graph, counting each kind from 0. */
export class ConvolutionBuilder {
  readonly #counts = new Map<string, number>();

  /** @param initializer Draws the kernels. */
  constructor(readonly initializer: "glorotUniform" | "zeros") {}

  /**
   * Convolution without bias, batch normalization without scale, ReLU.
   *
   * tfjs' own batch normalization crashes in training without a scale.
   */
  conv(
    x: Tensor,
    filters: number,
    kernelSize: [rows: number, columns: number],
    padding: "same" | "valid" = "same",
    strides = 1,
  ): Tensor {
    const convolved = tf.layers.conv2d({
      filters,
      kernelSize,
      padding,
      strides,
      useBias: false,
      kernelInitializer: this.initializer,
      name: this.#next("conv2d"),
    }).apply(x);
    const normalized = batchNormalization({
      scale: false,
      name: this.#next("batch_normalization"),
    }).apply(convolved);
    return tf.layers.activation({
      activation: "relu",
      name: this.#next("activation"),
    }).apply(normalized) as Tensor;
  }

  /** Maximum over 3 x 3, every second position, none beyond the edge. */
  maxPool(x: Tensor): Tensor {
    return tf.layers.maxPooling2d({
      poolSize: 3,
      strides: 2,
      name: this.#next("max_pooling2d"),
    }).apply(x) as Tensor;
  }

  /** Mean over 3 x 3; at the edge over what is inside. */
  averagePool(x: Tensor): Tensor {
    return tf.layers.averagePooling2d({
      poolSize: 3,
      strides: 1,
      padding: "same",
      name: this.#next("average_pooling2d"),
    }).apply(x) as Tensor;
  }

  /** Channels side by side. */
  concatenate(
    parts: Tensor[],
    name: string = this.#next("concatenate"),
  ): Tensor {
    return tf.layers.concatenate({ axis: 3, name }).apply(parts) as Tensor;
  }

  #next(kind: string): string {
    const count = this.#counts.get(kind) ?? 0;
    this.#counts.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  }
}
