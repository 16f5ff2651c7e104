/**
 * Keras's UpSampling3D.
 *
 * @module
 */

import { className, registerLayer } from "../register_layer.ts";
import { UpSampling, type UpSamplingArgs } from "./up_sampling.ts";

/** Repeats the values of volumes, their depth, height and width. */
export class UpSampling3D extends UpSampling {
  static className: string = className("UpSampling3D");

  constructor(args: UpSamplingArgs) {
    super("UpSampling3D", 3, args);
  }
}
registerLayer(UpSampling3D);
