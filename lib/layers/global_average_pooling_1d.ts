/**
 * GlobalAveragePooling1D with a data format; tfjs' own ignores it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkDataFormat, type DataFormat } from "./data_format.ts";
import {
  type CallArgs,
  className,
  defaultName,
  type LayerArgs,
  onlyTensor,
  registerLayer,
} from "./register_layer.ts";
import { checkLayerArgs } from "./layer_args.ts";

/** Arguments of {@linkcode GlobalAveragePooling1D}. */
export interface GlobalAveragePooling1DArgs extends LayerArgs {
  /** `channelsLast` averages axis 1 (the default), `channelsFirst` axis 2. */
  dataFormat?: DataFormat;
  /** Keeps the averaged axis, with size 1. */
  keepDims?: boolean;
}

/**
 * Averages over the steps: `[batch, steps, features]` to `[batch, features]`,
 * or with `channelsFirst` `[batch, features, steps]` to `[batch, features]`.
 * Masked steps don't count.
 */
export class GlobalAveragePooling1D extends tf.layers.Layer {
  static className: string = className("GlobalAveragePooling1D");
  readonly dataFormat: DataFormat;
  readonly keepDims: boolean;

  constructor(args: GlobalAveragePooling1DArgs = {}) {
    const name = args.name ?? defaultName("GlobalAveragePooling1D");
    super({ ...args, name });
    this.supportsMasking = true;
    this.inputSpec = [new tf.InputSpec({ ndim: 3 })];
    this.dataFormat = checkDataFormat(args.dataFormat);
    this.keepDims = args.keepDims ?? false;
  }

  get #steps(): 1 | 2 {
    return this.dataFormat === "channelsLast" ? 1 : 2;
  }

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    return this.keepDims
      ? inputShape.with(this.#steps, 1)
      : inputShape.toSpliced(this.#steps, 1);
  }

  override computeMask(): tf.Tensor | tf.Tensor[] {
    // The output has no steps, so it has no mask; tfjs' type does not know that
    // case.
    return null as unknown as tf.Tensor;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], args: CallArgs): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      const axis = this.#steps;
      const mask = Array.isArray(args.mask) ? args.mask[0] : args.mask;
      if (!mask) return x.mean(axis, this.keepDims);
      const counts = mask.cast("float32").expandDims(3 - axis);
      return x.mul(counts).sum(axis, this.keepDims)
        .div(counts.sum(axis, this.keepDims));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { dataFormat, keepDims } = this;
    return { ...super.getConfig(), dataFormat, keepDims };
  }
}
registerLayer(GlobalAveragePooling1D);

/** Makes a {@linkcode GlobalAveragePooling1D} layer. */
export function globalAveragePooling1d(
  args: GlobalAveragePooling1DArgs = {},
): GlobalAveragePooling1D {
  checkLayerArgs("globalAveragePooling1d", args, {
    dataFormat: true,
    keepDims: "boolean",
  });
  return new GlobalAveragePooling1D(args);
}
