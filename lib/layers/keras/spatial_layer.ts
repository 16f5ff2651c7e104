/**
 * The base of layers of Keras without weights that work on the axes between
 * the batch and the channels.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { DataFormat } from "../data_format.ts";
import { defaultName, type LayerArgs, onlyTensor } from "../register_layer.ts";

/** Arguments of a {@linkcode SpatialLayer}. */
export interface SpatialArgs extends LayerArgs {
  /** Where the channels are; `channelsLast`. */
  dataFormat?: DataFormat;
}

/** A layer of one tensor, which `compute` gets with its channels last. */
export abstract class SpatialLayer extends tf.layers.Layer {
  readonly dataFormat: DataFormat;

  constructor(kind: string, args: SpatialArgs) {
    super({ ...args, name: args.name ?? defaultName(kind) });
    this.dataFormat = args.dataFormat ?? "channelsLast";
  }

  /** Sizes of the axes after the layer; null for one that varies. */
  protected abstract sizesAfter(sizes: tf.Shape): tf.Shape;

  /** @param x Of shape `[batch, ...sizes, channels]`. */
  protected abstract compute(x: tf.Tensor): tf.Tensor;

  override computeOutputShape(inputShape: tf.Shape): tf.Shape {
    const isFirst = this.dataFormat === "channelsFirst";
    const [batch, ...rest] = inputShape;
    const channels = isFirst ? rest[0] : rest.at(-1)!;
    const sizes = this.sizesAfter(isFirst ? rest.slice(1) : rest.slice(0, -1));
    return isFirst ? [batch, channels, ...sizes] : [batch, ...sizes, channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs);
      if (this.dataFormat === "channelsLast") return this.compute(x);
      const last = [...x.shape.keys()].slice(2);
      const result = this.compute(x.transpose([0, ...last, 1]));
      const back = [...result.shape.keys()].slice(1, -1);
      return result.transpose([0, result.rank - 1, ...back]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), dataFormat: this.dataFormat };
  }
}

/** One number for all axes, one for each, or a pair for each, as pairs. */
export function pairsOf(
  value: number | number[] | [number, number][],
  axes: number,
): [number, number][] {
  const list = Array.isArray(value) ? value : Array(axes).fill(value);
  // Along one axis a pair is what comes before and after.
  if (axes === 1 && list.length === 2) return [list as [number, number]];
  return list.map((one) => Array.isArray(one) ? one : [one, one]) as [
    number,
    number,
  ][];
}
