/**
 * Keras's UnitNormalization.
 *
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

/** Arguments of {@linkcode UnitNormalization}. */
interface UnitNormalizationArgs extends LayerArgs {
  /** Axes along which the length is 1; -1. */
  axis?: number | number[];
}

/** Keras takes a length for at least 1e-12. */
const LEAST_SQUARE = 1e-24;

/** Divides by the length, Euclid's, so that it is 1. */
export class UnitNormalization extends tf.layers.Layer {
  static className: string = className("UnitNormalization");
  readonly axis: number[];

  constructor({ axis = -1, ...args }: UnitNormalizationArgs = {}) {
    super({ ...args, name: args.name ?? defaultName("UnitNormalization") });
    this.supportsMasking = true;
    this.axis = [axis].flat();
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      const squares = x.square().sum(axesOf(this.axis, x.rank), true);
      return x.mul(squares.maximum(LEAST_SQUARE).rsqrt());
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), axis: this.axis };
  }
}
registerLayer(UnitNormalization);
