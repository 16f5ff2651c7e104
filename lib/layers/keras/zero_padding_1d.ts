/**
 * Keras's ZeroPadding1D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { ZeroPadding, type ZeroPaddingArgs } from "./zero_padding.ts";

/** Puts zeros around sequences of `[batch, steps, features]`. */
export class ZeroPadding1D extends ZeroPadding {
  static className: string = className("ZeroPadding1D");

  constructor(args: ZeroPaddingArgs) {
    super("ZeroPadding1D", 1, args);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), padding: this.padding[0] };
  }
}
registerLayer(ZeroPadding1D);
