/**
 * Dropout of contiguous blocks of feature maps.
 *
 * @see Ghiasi, Lin and Le, "DropBlock", NeurIPS 2018, algorithm 1 and eq. 1.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkDataFormat, type DataFormat } from "../layers/data_format.ts";
import { type DroppingArgs, DroppingLayer } from "../layers/dropping_layer.ts";
import { className, registerLayer } from "../layers/register_layer.ts";
import { drawMaskValues } from "../random/draw_mask.ts";
import type { Draw } from "../random/seed_stream.ts";
import { checkLayerArgs } from "../layers/layer_args.ts";

/** Arguments of {@linkcode DropBlock}. */
export interface DropBlockArgs extends DroppingArgs {
  /** Rows and columns of a block; at most the map's. */
  blockSize: number;
  /** Where the channels stand; `channelsLast` unless given. */
  dataFormat?: DataFormat;
}

/**
 * Drops square blocks of each feature map of `[batch, rows, columns, channels]`
 * while training, each map its own, and scales the rest so that the sum of all
 * mask values is their number. Blocks lie inside the map and may overlap, so a
 * little less than `rate` is dropped. A rate of 1 drops all.
 *
 * With `blockSize` 1 it is Dropout, except for the scale: here the scale makes
 * up for the values that were dropped, and in Dropout for the number that is
 * expected.
 */
export class DropBlock extends DroppingLayer {
  static override className: string = className("DropBlock");
  readonly blockSize: number;
  readonly dataFormat: DataFormat;

  /** @throws {RangeError} If the rate is no fraction or `blockSize` no positive integer. */
  constructor(args: DropBlockArgs) {
    super(args);
    if (!(Number.isInteger(args.blockSize) && args.blockSize > 0)) {
      throw new RangeError(
        `blockSize must be a positive integer, got ${args.blockSize}`,
      );
    }
    this.blockSize = args.blockSize;
    this.dataFormat = checkDataFormat(args.dataFormat);
    this.inputSpec = [new tf.InputSpec({ ndim: 4 })];
  }

  override mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor {
    if (rate === 1) return tf.zeros(inputShape);
    const last = this.dataFormat === "channelsLast";
    const [rows, columns] = inputShape.slice(last ? 1 : 2);
    const channels = inputShape[last ? 3 : 1];
    const block = this.blockSize;
    if (block > rows || block > columns) {
      throw new RangeError(
        `blockSize of ${this.name} must be at most ${
          Math.min(rows, columns)
        }, got ${block}`,
      );
    }
    const starts = [rows - block + 1, columns - block + 1];
    const maps = inputShape[0] * channels;
    const gamma = rate / block ** 2 * rows * columns / (starts[0] * starts[1]);
    // 1 where a block starts, for each map in turn.
    const seeds = drawMaskValues(
      maps * starts[0] * starts[1],
      Math.min(gamma, 1),
      draw,
      { kept: 0, dropped: 1 },
    );
    const mask = new Float32Array(maps * rows * columns).fill(1);
    for (let i = 0; i < seeds.length; i++) {
      if (seeds[i] === 0) continue;
      const column = i % starts[1];
      const row = Math.floor(i / starts[1]) % starts[0];
      const map = Math.floor(i / (starts[0] * starts[1]));
      for (let r = row; r < row + block; r++) {
        const from = (map * rows + r) * columns + column;
        mask.fill(0, from, from + block);
      }
    }
    const kept = mask.reduce((sum, value) => sum + value, 0);
    return tf.tidy(() => {
      const perMap = tf.tensor(mask, [inputShape[0], channels, rows, columns])
        .mul(kept === 0 ? 0 : mask.length / kept);
      return last ? perMap.transpose([0, 2, 3, 1]) : perMap;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { blockSize, dataFormat } = this;
    return { ...super.getConfig(), blockSize, dataFormat };
  }
}
registerLayer(DropBlock);

/** Makes a {@linkcode DropBlock} layer. */
export function dropBlock(args: DropBlockArgs): DropBlock {
  checkLayerArgs("dropBlock", args, {
    blockSize: true,
    dataFormat: true,
    rate: true,
    seed: true,
  });
  return new DropBlock(args);
}
