/**
 * UpSampling2D as Keras has it, for models of Keras: tfjs's own interpolates
 * from the corners of pixels, and models trained in tfjs count on that.
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

interface Sampling extends tf.layers.Layer {
  size: [number, number];
  dataFormat: DataFormat;
  interpolation: "nearest" | "bilinear";
}

type UpSampling2DArgs = Parameters<typeof tf.layers.upSampling2d>[0];

/**
 * tfjs's own layer, whose class is not exported. Without a name it would take a
 * number from the layers of models.
 */
const BuiltIn = tf.layers.upSampling2d({ name: "built_in" }).constructor as
  & Pick<typeof tf.layers.Layer, "fromConfig">
  & (new (args: UpSampling2DArgs) => Sampling);

/** Repeats rows and columns, or interpolates between the centres of pixels. */
export class UpSampling2D extends BuiltIn {
  static className: string = className("UpSampling2D");

  override call(
    inputs: tf.Tensor | tf.Tensor[],
    args: CallArgs,
  ): tf.Tensor | tf.Tensor[] {
    if (this.interpolation !== "bilinear") return super.call(inputs, args);
    return tf.tidy(() => {
      const isFirst = this.dataFormat === "channelsFirst";
      const x = onlyTensor(inputs) as tf.Tensor4D;
      const images = isFirst ? x.transpose<tf.Tensor4D>([0, 2, 3, 1]) : x;
      const [, height, width] = images.shape;
      const size: [number, number] = [
        this.size[0] * height,
        this.size[1] * width,
      ];
      const larger = tf.image.resizeBilinear(images, size, false, true);
      return isFirst ? larger.transpose([0, 3, 1, 2]) : larger;
    });
  }
}
registerLayer(UpSampling2D);
