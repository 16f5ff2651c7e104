/**
 * GlobalAveragePooling2D that can keep its axes, for models of Keras; tfjs's
 * own knows no `keepdims`.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { DataFormat } from "./data_format.ts";
import {
  type CallArgs,
  className,
  onlyTensor,
  registerLayer,
} from "./register_layer.ts";

type PoolingArgs = Parameters<typeof tf.layers.globalAveragePooling2d>[0];

/** Arguments of {@linkcode GlobalAveragePooling2D}. */
interface KeepingArgs extends PoolingArgs {
  /** Keeps the averaged axes, with size 1; false. */
  keepDims?: boolean;
}

/**
 * tfjs's own layer, whose class is not exported. Without a name it would take a
 * number from the layers of models.
 */
const BuiltIn = tf.layers.globalAveragePooling2d({ name: "built_in" })
  .constructor as
    & Pick<typeof tf.layers.Layer, "fromConfig">
    & (new (args: PoolingArgs) => tf.layers.Layer & { dataFormat: DataFormat });

/** Averages over height and width. */
export class GlobalAveragePooling2D extends BuiltIn {
  static className: string = className("GlobalAveragePooling2D");
  readonly keepDims: boolean;

  constructor({ keepDims = false, ...args }: KeepingArgs) {
    super(args);
    this.keepDims = keepDims;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const [batch, channels] = super.computeOutputShape(inputShape) as tf.Shape;
    if (!this.keepDims) return [batch, channels];
    return this.dataFormat === "channelsFirst"
      ? [batch, channels, 1, 1]
      : [batch, 1, 1, channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const means = onlyTensor(super.call(inputs, args));
      const [batch, channels] = means.shape as [number, number];
      if (!this.keepDims) return means;
      return this.dataFormat === "channelsFirst"
        ? means.reshape([batch, channels, 1, 1])
        : means.reshape([batch, 1, 1, channels]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), keepDims: this.keepDims };
  }
}
registerLayer(GlobalAveragePooling2D);
