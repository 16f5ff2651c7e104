/**
 * LayerScale of Keras's ConvNeXt.
 *
 * @see Touvron et al., "Going Deeper with Image Transformers", ICCV 2021.
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

/** Arguments of {@linkcode LayerScale}. */
interface LayerScaleArgs extends LayerArgs {
  /** The factors at first. */
  initValues: number;
  /** How many channels there are. */
  projectionDim: number;
}

/** Multiplies each channel by a factor that is learned. */
export class LayerScale extends tf.layers.Layer {
  static className: string = className("LayerScale");
  readonly initValues: number;
  readonly projectionDim: number;
  #gamma!: tf.LayerVariable;

  constructor({ initValues, projectionDim, ...args }: LayerScaleArgs) {
    super({ ...args, name: args.name ?? defaultName("LayerScale") });
    this.initValues = initValues;
    this.projectionDim = projectionDim;
  }

  override build(): void {
    const value = tf.initializers.constant({ value: this.initValues });
    const shape = [this.projectionDim];
    this.#gamma = this.addWeight("gamma", shape, "float32", value);
    this.built = true;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => onlyTensor(inputs).mul(this.#gamma.read()));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { initValues, projectionDim } = this;
    return { ...super.getConfig(), initValues, projectionDim };
  }
}
registerLayer(LayerScale);
