/**
 * Keras's Cropping1D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { Cropping, type CroppingArgs } from "./cropping.ts";

/** Cuts off the ends of sequences of `[batch, steps, features]`. */
export class Cropping1D extends Cropping {
  static className: string = className("Cropping1D");

  constructor(args: CroppingArgs) {
    super("Cropping1D", 1, args);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), cropping: this.cropping[0] };
  }
}
registerLayer(Cropping1D);
