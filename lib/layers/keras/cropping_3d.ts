/**
 * Keras's Cropping3D.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { className, registerLayer } from "../register_layer.ts";
import { Cropping, type CroppingArgs } from "./cropping.ts";

/** Cuts off the ends of volumes, their depth, height and width. */
export class Cropping3D extends Cropping {
  static className: string = className("Cropping3D");

  constructor(args: CroppingArgs) {
    super("Cropping3D", 3, args);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), cropping: this.cropping };
  }
}
registerLayer(Cropping3D);
