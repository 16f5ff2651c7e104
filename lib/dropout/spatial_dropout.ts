/**
 * Dropout of whole feature maps.
 *
 * Neighbouring values of a feature map tell much the same, so that dropping
 * single ones leaves the map readable; these layers drop a map or keep it.
 *
 * @see Tompson et al., "Efficient Object Localization Using Convolutional
 * Networks", CVPR 2015.
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkDataFormat, type DataFormat } from "../layers/data_format.ts";
import { type DroppingArgs, DroppingLayer } from "../layers/dropping_layer.ts";
import { className, registerLayer } from "../layers/register_layer.ts";
import { drawMask } from "../random/draw_mask.ts";
import type { Draw } from "../random/seed_stream.ts";
import { checkLayerArgs } from "../layers/layer_args.ts";

/** Arguments of the spatial dropouts. */
export interface SpatialDropoutArgs extends DroppingArgs {
  /** Where the channels stand; `channelsLast` unless given. */
  dataFormat?: DataFormat;
}

/** Base of the three, which differ in the number of axes only. */
abstract class SpatialDropout extends DroppingLayer {
  readonly dataFormat: DataFormat;

  constructor(args: SpatialDropoutArgs, ndim: number) {
    super(args);
    this.dataFormat = checkDataFormat(args.dataFormat);
    this.inputSpec = [new tf.InputSpec({ ndim })];
  }

  override mask(inputShape: number[], draw: Draw, rate: number): tf.Tensor {
    const channels = this.dataFormat === "channelsLast"
      ? inputShape.length - 1
      : 1;
    const shape = inputShape.map((size, axis) =>
      axis === 0 || axis === channels ? size : 1
    );
    return drawMask(shape, rate, draw);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), dataFormat: this.dataFormat };
  }
}

/** Drops features of sequences, `[batch, steps, features]`, over all steps. */
export class SpatialDropout1D extends SpatialDropout {
  static override className: string = className("SpatialDropout1D");
  constructor(args: SpatialDropoutArgs) {
    super(args, 3);
  }
}
registerLayer(SpatialDropout1D);

/** Drops feature maps of images, `[batch, rows, columns, channels]`. */
export class SpatialDropout2D extends SpatialDropout {
  static override className: string = className("SpatialDropout2D");
  constructor(args: SpatialDropoutArgs) {
    super(args, 4);
  }
}
registerLayer(SpatialDropout2D);

/** Drops feature maps of volumes, `[batch, depth, rows, columns, channels]`. */
export class SpatialDropout3D extends SpatialDropout {
  static override className: string = className("SpatialDropout3D");
  constructor(args: SpatialDropoutArgs) {
    super(args, 5);
  }
}
registerLayer(SpatialDropout3D);

/** Makes a {@linkcode SpatialDropout1D} layer. */
export function spatialDropout1d(args: SpatialDropoutArgs): SpatialDropout1D {
  checkLayerArgs("spatialDropout1d", args, {
    dataFormat: true,
    rate: true,
    seed: true,
  });
  return new SpatialDropout1D(args);
}

/** Makes a {@linkcode SpatialDropout2D} layer. */
export function spatialDropout2d(args: SpatialDropoutArgs): SpatialDropout2D {
  checkLayerArgs("spatialDropout2d", args, {
    dataFormat: true,
    rate: true,
    seed: true,
  });
  return new SpatialDropout2D(args);
}

/** Makes a {@linkcode SpatialDropout3D} layer. */
export function spatialDropout3d(args: SpatialDropoutArgs): SpatialDropout3D {
  checkLayerArgs("spatialDropout3d", args, {
    dataFormat: true,
    rate: true,
    seed: true,
  });
  return new SpatialDropout3D(args);
}
