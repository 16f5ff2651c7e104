/**
 * CustomScaleLayer of Keras's InceptionResNetV2.
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

/** Adds its second input, times `scale`, to its first. */
export class CustomScaleLayer extends tf.layers.Layer {
  static className: string = className("CustomScaleLayer");
  readonly scale: number;

  constructor({ scale, ...args }: LayerArgs & { scale: number }) {
    super({ ...args, name: args.name ?? defaultName("CustomScaleLayer") });
    this.scale = scale;
  }

  override computeOutputShape(inputShape: tf.Shape | tf.Shape[]): tf.Shape {
    return (inputShape as tf.Shape[])[0];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [x, residual] = inputs as tf.Tensor[];
    return tf.tidy(() => x.add(residual.mul(this.scale)));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), scale: this.scale };
  }
}
registerLayer(CustomScaleLayer);
