/**
 * Keras's ZeroPadding3D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { ZeroPadding, type ZeroPaddingArgs } from "./zero_padding.ts";

/** Puts zeros around volumes, their depth, height and width. */
export class ZeroPadding3D extends ZeroPadding {
  static className: string = className("ZeroPadding3D");

  constructor(args: ZeroPaddingArgs) {
    super("ZeroPadding3D", 3, args);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), padding: this.padding };
  }
}
registerLayer(ZeroPadding3D);
